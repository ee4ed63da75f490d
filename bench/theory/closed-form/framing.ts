/**
 * What a chunk has around `bodyBytes`: its size in hexadecimal and two line ends (RFC 9112 section 7.1). A mean of many
 * bodies is taken as the nearest whole one.
 */
export function chunkFramingBytes(bodyBytes: number): number {
  return Math.round(bodyBytes).toString(16).length + 4
}

/** What a WebSocket frame has before `payloadBytes`; 4 more where it is masked, as a client's is (RFC 6455 section 5.2). */
export function frameHeaderBytes(payloadBytes: number, masked = false): number {
  const lengthBytes = payloadBytes <= 125 ? 0 : payloadBytes <= 65_535 ? 2 : 8
  return 2 + lengthBytes + (masked ? 4 : 0)
}

/** The line end of a record in a stream of lines. */
export const lineEndBytes = 1

/** What `id: CURSOR`, `data: ` and the blank line add to a record (WHATWG HTML section 9.2.6). */
export function eventStreamBytes(cursorBytes: number): number {
  return 'data: \n\n'.length + 'id: \n'.length + cursorBytes
}

/** What `{"cursor":"…","events":[…]}` and its commas add to each of `events` records in an answer. */
export function answerEnvelopeBytes(events: number, cursorBytes: number): number {
  return ('{"cursor":"","events":[]}'.length - 1 + cursorBytes) / events + 1
}

/** `{"heartbeat":"CURSOR"}`. */
export function heartbeatBytes(cursorBytes: number): number {
  return '{"heartbeat":""}'.length + cursorBytes
}

/** Bytes of a message: when it was sent, in milliseconds on the host's monotonic clock, and its sequence number. */
export const messageBytes = 16

/** A message for a line whose delay is measured. */
export function encodeMessage(sequence: number, sentMs: number): Buffer {
  const message = Buffer.allocUnsafe(messageBytes)
  message.writeDoubleLE(sentMs, 0)
  message.writeDoubleLE(sequence, 8)
  return message
}

/** Reads messages out of a byte stream, wherever its chunks were cut. */
export function createMessageReader(onMessage: (sequence: number, sentMs: number) => void): {
  read(bytes: Buffer): void
} {
  let rest: Buffer = Buffer.alloc(0)
  return {
    read(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      while (rest.length >= messageBytes) {
        onMessage(rest.readDoubleLE(8), rest.readDoubleLE(0))
        rest = rest.subarray(messageBytes)
      }
    },
  }
}

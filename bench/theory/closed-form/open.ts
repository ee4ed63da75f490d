import {
  chunkFramingBytes,
  eventStreamBytes,
  frameHeaderBytes,
  heartbeatBytes,
  lineEndBytes,
} from './framing.ts'
import { floorMs, gapMs, type Parameters } from './parameters.ts'
import type { BytesPerEvent, Prediction } from './prediction.ts'
import { servedGapWait } from './service-wait.ts'
import { delayed } from './wait.ts'

/** Bytes of one message, apart from its payload. */
interface Cost {
  readonly framing: { readonly up: number; readonly down: number }
  readonly envelope: number
}

/** How an open transport writes an event and a heartbeat, and whether a restart always takes a new connection. */
interface Wire {
  readonly event: (parameters: Parameters) => Cost
  readonly heartbeat: (parameters: Parameters) => Cost
  readonly newConnection: boolean
}

/** A body of `recordBytes` and an envelope, in a chunk of its own (RFC 9112 section 7.1). */
function chunked(recordBytes: number, envelope: number): Cost {
  return { framing: { up: 0, down: chunkFramingBytes(recordBytes + envelope) }, envelope }
}

const pingBytes = frameHeaderBytes(0)
const pongBytes = frameHeaderBytes(0, true)

const wires = {
  streaming: {
    event: ({ payloadBytes }) => chunked(payloadBytes, lineEndBytes),
    heartbeat: ({ cursorBytes }) => chunked(0, heartbeatBytes(cursorBytes) + lineEndBytes),
    newConnection: false,
  },
  sse: {
    event: ({ payloadBytes, cursorBytes }) => chunked(payloadBytes, eventStreamBytes(cursorBytes)),
    heartbeat: ({ cursorBytes }) =>
      chunked(0, 'event: heartbeat\n'.length + eventStreamBytes(cursorBytes) + heartbeatBytes(cursorBytes)),
    newConnection: false,
  },
  websocket: {
    event: ({ payloadBytes }) => ({
      framing: { up: 0, down: frameHeaderBytes(payloadBytes) },
      envelope: 0,
    }),
    heartbeat: ({ cursorBytes }) => {
      const envelope = heartbeatBytes(cursorBytes)
      return { framing: { up: pongBytes, down: frameHeaderBytes(envelope) + pingBytes }, envelope }
    },
    newConnection: true,
  },
} satisfies Record<string, Wire>

/** Transits that each event of an open transport takes as segments: the data and its acknowledgement. */
const segmentsPerEvent = 2

/**
 * An open transport: latency d, no request and no empty answer for an event, bytes h + heartbeat/(λ·interval)
 * (RFC 6202 section 3.2). Ended at age τ it leaves a gap G, and a share G/(τ + G) of events waits for its end: mean
 * d + G²/(2(τ + G)), maximum d + G, three transits on the same connection; and 1/(τ + G) requests a second.
 */
function open(name: keyof typeof wires): (parameters: Parameters) => Prediction {
  const wire: Wire = wires[name]
  return parameters => {
    const { eventsPerSecond, streamAgeMs, requestHeadBytes, responseHeadBytes } = parameters
    const gap = gapMs(wire.newConnection ? { ...parameters, keepAlive: false } : parameters)
    const restartsPerMs = streamAgeMs === null ? 0 : 1 / (streamAgeMs + gap)
    const perEvent = (bytes: number) => (bytes * restartsPerMs * 1_000) / eventsPerSecond
    // Its bursts still find the stream open or not by chance, so no figure asks how the events are spread.
    return {
      latencyMs: delayed(servedGapWait(restartsPerMs * gap, gap, parameters), floorMs(parameters)),
      requestsPerSecond: restartsPerMs * 1_000,
      emptyShare: null,
      eventsPerNonEmptyAnswer: null,
      seenShare: 1,
      headBytesPerEvent: { up: perEvent(requestHeadBytes), down: perEvent(responseHeadBytes) },
      ...messageBytes(wire, parameters),
      segmentsPerEvent,
    }
  }
}

function messageBytes(
  { event, heartbeat }: Wire,
  parameters: Parameters,
): { framingBytesPerEvent: BytesPerEvent; envelopeBytesPerEvent: BytesPerEvent } {
  const { heartbeatMs, eventsPerSecond } = parameters
  const beats = heartbeatMs === null ? 0 : 1_000 / (eventsPerSecond * heartbeatMs)
  const one = event(parameters)
  const beat = heartbeat(parameters)
  return {
    framingBytesPerEvent: {
      up: one.framing.up + beats * beat.framing.up,
      down: one.framing.down + beats * beat.framing.down,
    },
    envelopeBytesPerEvent: { up: 0, down: one.envelope + beats * beat.envelope },
  }
}

/** HTTP streaming, a chunk a line. */
export const streaming = open('streaming')

/** Server-sent events, a chunk an event. */
export const sse = open('sse')

/** WebSocket, a frame an event; a restart always pays a new connection. */
export const websocket = open('websocket')

import type { LiveCommand, Telemetry } from '../../bench/live/protocol.ts'
import { delay } from '../delay.ts'
import { createHostClock, roundTripsKept } from './clock.ts'
import type { TelemetryClient } from './context.ts'
import { createHandlers } from './handlers.ts'
import type { ClockReading, LabState } from './state.ts'

/** What the telemetry client needs of its page; a test gives its own. */
export interface TelemetryOptions {
  readonly url: URL
  readonly openSocket: (url: URL) => TelemetrySocket
  /** The page's clock, in milliseconds. */
  readonly now: () => number
  /** A number in [0, 1). */
  readonly random: () => number
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly onState: (state: LabState) => void
  readonly onClock: (reading: ClockReading) => void
}

/** What is used of a WebSocket. */
export type TelemetrySocket = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'addEventListener'>

const firstWaitMs = 250
const longestWaitMs = 5_000
/** The first round trips follow each other closely, so that a reading is there soon. */
const pingEveryMs = { first: 100, later: 5_000 } as const
const isOpen = 1

/**
 * Connects to the lab's telemetry, and again whenever that ends: after a random wait up to a limit that doubles
 * from 250 ms to 5 s. The host's clock is read from a ping every 5 s.
 */
export function createTelemetry(options: TelemetryOptions): TelemetryClient {
  const { url, openSocket, now, random, onState, onClock, wait = delay } = options
  const ended = new AbortController()
  const clock = createHostClock(now)
  const handlers = createHandlers()
  let socket: TelemetrySocket | undefined

  const send = (command: LiveCommand): boolean => {
    if (socket?.readyState !== isOpen) return false
    socket.send(JSON.stringify(command))
    return true
  }

  handlers.on('clock', ({ echoMs, receivedMs, sentMs }) => {
    const trip = { sentMs: echoMs, hostReceivedMs: receivedMs, hostSentMs: sentMs, receivedMs: now() }
    onClock(clock.learn(trip))
  })

  const ping = async (signal: AbortSignal) => {
    for (let sent = 1; !signal.aborted; sent += 1) {
      send({ type: 'ping', sentMs: now() })
      await untilAborted(wait(sent < roundTripsKept ? pingEveryMs.first : pingEveryMs.later, signal), signal)
    }
  }

  const connectOnce = (opened: () => void) =>
    new Promise<void>(resolve => {
      const closed = new AbortController()
      const current = openSocket(url)
      socket = current
      current.addEventListener('open', () => {
        clock.forget()
        opened()
        ping(AbortSignal.any([closed.signal, ended.signal]))
      })
      current.addEventListener('message', event => {
        if (socket === current) handlers.tell(JSON.parse(String(event.data)) as readonly Telemetry[])
      })
      current.addEventListener('close', () => {
        closed.abort()
        resolve()
      })
      ended.signal.addEventListener('abort', () => current.close(), { signal: closed.signal })
    })

  const run = async () => {
    for (let failures = 0; !ended.signal.aborted; ) {
      failures += 1
      await connectOnce(() => {
        failures = 1
        onState('open')
      })
      if (ended.signal.aborted) return
      onState('lost')
      const limitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 10))
      await untilAborted(wait(random() * limitMs, ended.signal), ended.signal)
    }
  }

  run()
  return { on: handlers.on, send, clock, close: () => ended.abort() }
}

/** Waits out a wait that the signal may end early; any other failure is a fault. */
async function untilAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  await wait.catch(error => {
    if (!signal.aborted) throw error
  })
}

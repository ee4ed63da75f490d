import { delay } from '../../client/delay.ts'
import { createNodeEnvironment } from '../../client/node.ts'
import { type Backoff, subscribe } from '../../client/subscribe.ts'
import type { ClientEnvironment, Delivery, PollOptions } from '../../client/transport.ts'
import type { Cursor, TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom } from '../../server/sources/random.ts'
import { type ClientNotes, digestOf, type Note } from './notes.ts'
import type { Nap } from './plan.ts'

/** What a client is started with. */
export interface FaultClientOptions {
  readonly transport: TransportName
  readonly url: string
  readonly seed: number
  readonly backoff: Partial<Backoff>
  readonly silenceMs: number | undefined
  readonly poll: PollOptions
  readonly holdMs: number | undefined
  readonly nap: Nap | undefined
}

/** A client of the feed by the project's own library, which notes all that it is told. */
export interface FaultClient {
  /** Resolves when it was told where it stands, or has failed. */
  readonly opened: Promise<void>
  /** Resolves, with the time, when it stands at this cursor. */
  reached(cursor: Cursor): Promise<number>
  /** Takes at most one delivery more until `release`. */
  stall(): void
  release(): void
  told(): ClientNotes
  end(): Promise<void>
}

/** Starts a client; it goes on until its end or until something ends it that a retry cannot mend. */
export function startClient(options: FaultClientOptions): FaultClient {
  const random = createRandom(options.seed)
  const wire = createNodeEnvironment({ keepAlive: true, heads: 'minimal', random, now: monotonicMs })
  const ending = new AbortController()
  const notes: Note[] = []
  const broken: ClientNotes['broken'][number][] = []
  const gate = createGate()
  const arrival = createArrival()
  let askedMs = 0
  let failure: string | null = null
  let resolveOpened = () => {}
  const opened = new Promise<void>(resolve => (resolveOpened = resolve))

  async function run(): Promise<void> {
    const environment = telling(wire, () => (askedMs = monotonicMs()))
    const { signal } = ending
    for await (const delivery of subscribe({
      ...options,
      environment,
      signal,
      url: new URL(options.url),
      onState: state => {
        if (state.state === 'waiting') broken.push({ atMs: monotonicMs(), code: state.error.code })
      },
    })) {
      const note = noteOf(delivery, askedMs)
      notes.push(note)
      resolveOpened()
      arrival.pass(note)
      if (notes.length === options.nap?.afterDeliveries) await delay(options.nap.ms, signal).catch(() => {})
      await gate.passed()
    }
  }

  const running = run()
    .catch((error: Error) => {
      failure = error.message
    })
    .finally(() => resolveOpened())
  return {
    opened,
    reached: arrival.reached,
    stall: gate.close,
    release: gate.open,
    told: () => ({ notes, broken, failure }),
    async end() {
      ending.abort()
      gate.open()
      wire.close()
      await running
    },
  }
}

function noteOf(delivery: Delivery, askedMs: number): Note {
  const told = { cursor: delivery.cursor, atMs: monotonicMs(), askedMs }
  if (delivery.type === 'event')
    return { ...told, type: 'event', digest: digestOf(JSON.stringify(delivery.record)) }
  if (delivery.type === 'gap')
    return { ...told, type: 'gap', reason: delivery.gap.reason, lost: delivery.gap.lost }
  return { ...told, type: delivery.type }
}

/** The same environment, which tells when it sends a request. */
function telling(wire: ClientEnvironment, onAsked: () => void): ClientEnvironment {
  const told =
    <Args extends unknown[], Result>(send: (...args: Args) => Result) =>
    (...args: Args): Result => {
      onAsked()
      return send(...args)
    }
  return {
    ...wire,
    request: told(wire.request),
    openEventStream: told(wire.openEventStream),
    openWebSocket: told(wire.openWebSocket),
  }
}

/** Holds up whoever wants to pass while it is closed. */
function createGate() {
  let closed: Promise<void> | undefined
  let open = () => {}
  return {
    close() {
      closed ??= new Promise(resolve => (open = resolve))
    },
    open() {
      closed = undefined
      open()
    },
    passed: async () => await closed,
  }
}

/** Waits for one cursor at a time. */
function createArrival() {
  let last: Note | undefined
  let awaited: { cursor: Cursor; resolve(atMs: number): void } | undefined
  return {
    pass(note: Note) {
      last = note
      if (note.cursor === awaited?.cursor) awaited.resolve(note.atMs)
    },
    reached: (cursor: Cursor) =>
      last?.cursor === cursor
        ? Promise.resolve(last.atMs)
        : new Promise<number>(resolve => (awaited = { cursor, resolve })),
  }
}

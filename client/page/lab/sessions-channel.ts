import type { Cursor, TransportName } from '../../../server/protocol.ts'
import { subscribe } from '../../subscribe.ts'
import { type ClientEnvironment, type Delivery, type PollOptions, TransportError } from '../../transport.ts'
import type { Session, Trace } from '../context.ts'
import { type Account, createAccount, type LogHeads, noCounts, noLosses, nonePending } from './outcomes.ts'
import { type RequestWatch, unmarkedSse, watched } from './sessions-watch.ts'
import { createWord, type Word, type WordSurroundings } from './sessions-word.ts'

/** What a subscription is begun with; milliseconds. */
export interface ChannelOptions {
  readonly url: URL
  readonly poll: PollOptions
  readonly holdMs: number
  readonly suspectMs: number
  readonly silenceMs: number
  readonly blockedAfterMs: number
}

/** What a channel stands in. */
export interface ChannelSurroundings extends WordSurroundings {
  readonly environment: ClientEnvironment
  readonly trace: Pick<Trace, 'addReceipt' | 'addState'>
  readonly log: LogHeads
  /** Told of each delivery, in its order. */
  readonly delivered: (transport: TransportName, delivery: Delivery) => void
}

/** One transport's subscription over all its restarts: it keeps the cursor, the account and the word for its state. */
export interface Channel {
  readonly session: Session
  readonly word: Pick<Word, 'seen' | 'look'>
  /** Begins where the last subscription ended, from now on where there was none; ends what runs. */
  start(options: ChannelOptions): void
  /** Makes the next start one from this cursor, with a new account. */
  adopt(since: Cursor): void
  /** Ends the subscription and keeps the cursor. */
  stop(): void
  /** Ends it and forgets cursor and account. */
  forget(): void
}

/** The longest wait between two attempts; a lesson is no place for more. */
const backoff = { maxMs: 5_000 }

/** Creates a channel that is idle. */
export function createChannel(transport: TransportName, surroundings: ChannelSurroundings): Channel {
  const { environment, clock, trace, log } = surroundings
  const word = createWord(transport, surroundings)
  let cursor: Cursor | null = null
  let account: Account | null = null
  let running: AbortController | null = null

  function deliver(delivery: Delivery, pageMs: number): void {
    cursor = delivery.cursor
    account ??= createAccount(log)
    word.heard()
    if (delivery.type === 'event') {
      account.delivered(cursor)
      trace.addReceipt({ transport, cursor, sequence: null, atMs: clock.toHost(pageMs) })
    } else account.standsAt(cursor, delivery.type === 'gap' ? 'evicted' : 'unexplained')
    surroundings.delivered(transport, delivery)
    surroundings.changed()
  }

  async function run(options: ChannelOptions, signal: AbortSignal): Promise<void> {
    const deliveries = subscribe({
      ...options,
      transport: transport === 'sse' ? unmarkedSse : transport,
      since: cursor ?? undefined,
      signal,
      environment: watched(environment, unlessAborted(word, signal)),
      backoff,
      onState: state => signal.aborted || word.told(state),
    })
    try {
      for await (const delivery of deliveries) {
        const pageMs = environment.now()
        // What comes after the end comes again: the cursor has not moved.
        if (signal.aborted) return
        deliver(delivery, pageMs)
      }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      word.closed(error.status ?? null)
    }
  }

  function stop(): void {
    running?.abort()
    running = null
    word.idle()
  }

  return {
    session: {
      transport,
      get state() {
        return word.shown.state
      },
      get attempt() {
        return word.shown.attempt
      },
      get code() {
        return word.shown.code
      },
      get cursor() {
        return cursor
      },
      get counts() {
        return account?.counts() ?? noCounts
      },
      get losses() {
        return account?.losses() ?? noLosses
      },
      get pending() {
        return account?.pending() ?? nonePending
      },
    },
    word,
    start(options) {
      stop()
      running = new AbortController()
      word.begin(options)
      void run(options, running.signal)
    },
    adopt(since) {
      cursor = since
      account = createAccount(log)
      account.standsAt(since)
    },
    stop,
    forget() {
      stop()
      cursor = null
      account = null
    },
  }
}

function unlessAborted({ asked, answered }: RequestWatch, signal: AbortSignal): RequestWatch {
  return {
    asked: () => signal.aborted || asked(),
    answered: () => signal.aborted || answered(),
  }
}

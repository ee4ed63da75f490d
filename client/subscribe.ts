import type { TransportName } from '../server/protocol.ts'
import { createDeadline } from './deadline.ts'
import { delay } from './delay.ts'
import { type Delivery, type Transport, TransportError, type TransportOptions } from './transport.ts'
import { transports } from './transports.ts'

/** How long `subscribe` waits before it tries again: at random up to a limit that doubles with each failure. */
export interface Backoff {
  /** The limit of the first wait, in milliseconds. */
  readonly firstMs: number
  /** The greatest limit, in milliseconds. */
  readonly maxMs: number
  /** `false` waits for the whole limit each time. */
  readonly jitter: boolean
}

/** What `subscribe` is doing. `attempt` counts failures in a row from 1. */
export type SubscriptionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | {
      readonly state: 'waiting'
      readonly attempt: number
      readonly waitMs: number
      readonly error: TransportError
    }
  | { readonly state: 'reconnecting'; readonly attempt: number }

export interface SubscribeOptions extends TransportOptions {
  readonly transport: TransportName | Transport
  /** 250 ms doubling to 15 s, with jitter, where nothing is given. */
  readonly backoff?: Partial<Backoff> | undefined
  /**
   * How long nothing may be delivered before the session counts as dead, in milliseconds; without it, for ever.
   * Give more than the server's heartbeat, a poll's interval or a long poll's hold.
   */
  readonly silenceMs?: number | undefined
  readonly onState?: ((state: SubscriptionState) => void) | undefined
}

/** What is waited where nothing else is asked for. */
export const usualBackoff: Backoff = { firstMs: 250, maxMs: 15_000, jitter: true }

/**
 * Follows the feed over sessions: when one breaks, waits and goes on from the last cursor delivered. Ends without
 * an error when the signal aborts; throws what a retry cannot mend. To change the transport, end one subscription
 * and start another with `since` at its last cursor.
 */
export async function* subscribe(options: SubscribeOptions): AsyncGenerator<Delivery, void, undefined> {
  const { signal, environment, onState } = options
  const backoff = { ...usualBackoff, ...options.backoff }
  let { since } = options
  let attempt = 0

  while (!signal.aborted) {
    onState?.(attempt === 0 ? { state: 'connecting' } : { state: 'reconnecting', attempt })
    let isOpen = false
    try {
      for await (const delivery of sessionOf({ ...options, since })) {
        since = delivery.cursor
        // An opening alone does not reset: a server that accepts and hangs up would be dialled without a pause.
        if (delivery.type !== 'open') attempt = 0
        if (!isOpen) onState?.({ state: 'open' })
        isOpen = true
        yield delivery
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof TransportError && error.retryable)) throw error
      attempt += 1
      const waitMs = Math.max(waitOf(backoff, attempt, environment.random), error.retryAfterMs ?? 0)
      onState?.({ state: 'waiting', attempt, waitMs, error })
      await delay(waitMs, signal).catch(unlessAborted(signal))
    }
  }
}

/** Exponential back-off with full jitter, in milliseconds. */
function waitOf({ firstMs, maxMs, jitter }: Backoff, attempt: number, random: () => number): number {
  const limitMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return jitter ? random() * limitMs : limitMs
}

function sessionOf(options: SubscribeOptions): AsyncIterable<Delivery> {
  const { transport, silenceMs } = options
  if (silenceMs !== undefined) return endSilence({ ...options, silenceMs })
  return (typeof transport === 'string' ? transports[transport] : transport)(options)
}

/** One session that breaks with `silent` when it delivers nothing for `silenceMs`; a slow reader is not silence. */
async function* endSilence(
  options: SubscribeOptions & { silenceMs: number },
): AsyncGenerator<Delivery, void, undefined> {
  const { transport, silenceMs, signal, environment } = options
  const run = typeof transport === 'string' ? transports[transport] : transport
  const deadline = createDeadline(silenceMs, signal, environment.now)
  try {
    for await (const delivery of run({ ...options, signal: deadline.signal })) {
      deadline.pause()
      yield delivery
      deadline.restart()
    }
    if (!signal.aborted) deadline.signal.throwIfAborted()
  } finally {
    deadline.end()
  }
}

function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return error => {
    if (!signal.aborted) throw error
  }
}

import type { ClientRun, Trace } from './trace.ts'

/** Collects what one client sees of the window. */
export interface RunLog {
  readonly run: ClientRun
  sent(atMs: number): void
  /** Events `from` to `to` (not included) of the trace came at once; none is an empty answer. */
  answered(atMs: number, from: number, to: number): void
  /** An event may be in either of two answers; to be told before it is delivered. */
  doubtful(event: number): void
  /** An event came outside of an answer. */
  delivered(atMs: number, event: number): void
}

/** Starts an empty log of one client; a window holds its beginning and not its end. */
export function createRunLog({ intendedMs, windowFromMs, windowToMs }: Trace): RunLog {
  const run = { events: [] as number[], latencyMs: [] as number[], requests: 0, answers: 0, empty: 0 }
  const doubted = new Set<number>()
  const inWindow = (atMs: number) => atMs >= windowFromMs && atMs < windowToMs

  function delivered(atMs: number, event: number): void {
    const intended = intendedMs[event]!
    if (!inWindow(intended)) return
    run.events.push(event)
    run.latencyMs.push(doubted.has(event) ? Number.NaN : atMs - intended)
  }

  return {
    run,
    delivered,
    doubtful: event => doubted.add(event),
    sent(atMs) {
      if (inWindow(atMs)) run.requests += 1
    },
    answered(atMs, from, to) {
      if (inWindow(atMs)) run.answers += 1
      if (inWindow(atMs) && from === to) run.empty += 1
      for (let event = from; event < to; event += 1) delivered(atMs, event)
    },
  }
}

import { type Histogram, record } from '../../../bench/statistics/histogram.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { Receipt, StateChange, TraceView } from '../context.ts'
import { firstAtOrAfter } from './trace-list.ts'

/** A transport's receipts. */
export interface Receipts {
  /** All that came. */
  readonly events: number
  /** Of those, the ones that say nothing of latency: the event was there before the subscription, or the page hidden. */
  readonly late: number
  /** Intended time to receipt of the others, in milliseconds. */
  readonly latencyMs: Histogram
}

/** Receipts laid beside their events, over a time longer than the trace. */
export interface Latencies {
  /** Takes in what the trace has got since the last time; `isHidden`: the browser slowed the page meanwhile. */
  take(trace: TraceView, isHidden: boolean): void
  of(transport: TransportName): Receipts
  /** Begins anew: only receipts from this time on the host's clock count. */
  reset(sinceMs: number): void
}

interface Tally {
  events: number
  late: number
  readonly bins: Map<number, number>
}

/** Telemetry tells of an event a few milliseconds later than a transport may, so a look back finds its receipts. */
const lookBackMs = 2_000

const timeOf = ({ atMs }: { readonly atMs: number }) => atMs

/** Creates latencies without any. Memory is that of the bins, about 900 a decade, however many receipts come. */
export function createLatencies(): Latencies {
  const tallies = new Map<TransportName, Tally>()
  const startedMs = new Map<TransportName, number>()
  let taken = new WeakSet<Receipt>()
  let newestMs = Number.NEGATIVE_INFINITY
  let sinceMs = Number.NEGATIVE_INFINITY
  const forget = () => {
    for (const transport of transportNames) tallies.set(transport, { events: 0, late: 0, bins: new Map() })
  }
  forget()

  function note({ transport, state, atMs }: StateChange): void {
    if (state === 'connecting') startedMs.set(transport, atMs)
  }

  function add(receipt: Receipt, trace: TraceView, isHidden: boolean): void {
    const event = trace.event(receipt.cursor)
    const tally = tallies.get(receipt.transport) as Tally
    tally.events += 1
    if (isHidden || !event || event.appendedMs < (startedMs.get(receipt.transport) ?? event.appendedMs)) {
      tally.late += 1
      return
    }
    for (const [bin, count] of record([receipt.atMs - event.intendedMs])) {
      tally.bins.set(bin, (tally.bins.get(bin) ?? 0) + count)
    }
  }

  return {
    take(trace, isHidden) {
      const { receipts, states } = trace
      const fromMs = Math.max(sinceMs, newestMs - lookBackMs)
      let stateIndex = firstAtOrAfter(states, timeOf, newestMs - lookBackMs)
      const noteUntil = (untilMs: number) => {
        for (let state = states[stateIndex]; state && state.atMs <= untilMs; state = states[stateIndex]) {
          note(state)
          stateIndex += 1
        }
      }
      for (let index = firstAtOrAfter(receipts, timeOf, fromMs); index < receipts.length; index++) {
        const receipt = receipts[index] as Receipt
        noteUntil(receipt.atMs)
        newestMs = Math.max(newestMs, receipt.atMs)
        if (receipt.sequence === null || taken.has(receipt)) continue
        taken.add(receipt)
        add(receipt, trace, isHidden)
      }
      noteUntil(Number.POSITIVE_INFINITY)
    },
    of(transport) {
      const { events, late, bins } = tallies.get(transport) as Tally
      return { events, late, latencyMs: [...bins].sort(([a], [b]) => a - b) }
    },
    reset(fromMs) {
      forget()
      sinceMs = fromMs
      taken = new WeakSet()
    },
  }
}

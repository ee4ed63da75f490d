import { count, type Histogram, valueAtQuantile } from '../../../bench/statistics/histogram.ts'
import { type ByteCategory, byteCategories } from '../../../bench/wire/books.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { TelemetryOf, TraceView } from '../context.ts'
import type { PageState } from '../state.ts'
import { createLatencies, type Receipts } from './figures-latency.ts'
import { createSizes } from './figures-sizes.ts'
import { type Theory, theoryOf } from './theory.ts'

/** Bytes for each event delivered, both ways, by category. */
export type BytesPerEvent = Readonly<Record<ByteCategory, number>>

/** What one transport has cost and brought since the counters were last set to nought. */
export interface TransportFigures {
  /** Events delivered, and those among them that came too late to say anything of latency. */
  readonly events: number
  readonly late: number
  /** How many latencies the percentiles are of. */
  readonly n: number
  /** Intended time to receipt, in milliseconds. */
  readonly latencyMs: Histogram
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly requests: number
  /** Of the requests, those answered without an event, 0 to 1; null without requests, or where none can be. */
  readonly emptyShare: number | null
  readonly connections: { readonly opened: number; readonly open: number }
  /** Null before the first event. */
  readonly bytesPerEvent: BytesPerEvent | null
  readonly headBytes: number | null
  /** All but the payload. */
  readonly overheadBytes: number | null
  readonly totalBytes: number | null
  readonly theory: Theory
}

/** Below so many values a 99th percentile is one of the few largest, and a matter of luck. */
export const enoughForP99 = 1_000

/** The figures of all transports. */
export interface Figures {
  /** Brings them up to date; a receipt of now says nothing of latency where the page is hidden. */
  read(
    state: Pick<PageState, 'settings' | 'poll' | 'holdMs'>,
  ): Readonly<Record<TransportName, TransportFigures>>
  /** Takes in the trace; what came while the page was hidden says nothing of latency. */
  take(wasHidden: boolean): void
  books(books: TelemetryOf<'books'>): void
  message(message: TelemetryOf<'message'>): void
  event(event: TelemetryOf<'event'>): void
  reset(nowMs: number): void
}

interface Cost {
  readonly told: TelemetryOf<'books'>
  /** Events delivered when the books were told; later ones are not in them. */
  readonly events: number
}

/** How long after a reset books from before it may still come, in milliseconds. */
const crossingMs = 1_000

/** From how many events on the rate is taken as measured. */
const enoughForRate = 30

/** Creates figures of a trace; `now` is the host's time in ms, `isHidden` whether the browser slows the page. */
export function createFigures(trace: TraceView, now: () => number, isHidden = () => false): Figures {
  const latencies = createLatencies()
  const sizes = createSizes()
  const costs = new Map<string, Cost>()
  let before = new Map<string, Cost>()
  let sinceMs = now()
  let eventsAppended = 0

  function rate(): number | null {
    const seconds = (now() - sinceMs) / 1_000
    return eventsAppended < enoughForRate || seconds <= 0 ? null : eventsAppended / seconds
  }

  return {
    take: wasHidden => latencies.take(trace, wasHidden),
    read(state) {
      latencies.take(trace, isHidden())
      const observed = {
        eventsPerSecond: rate(),
        recordBytes: sizes.recordBytes(),
        cursorBytes: sizes.cursorBytes(),
      }
      const figuresOf = (transport: TransportName) => ({
        ...received(latencies.of(transport)),
        ...cost(costs.get(transport), asks[transport]),
        theory: theoryOf(transport, state, { ...observed, heads: sizes.heads(transport) }),
      })
      return Object.fromEntries(transportNames.map(name => [name, figuresOf(name)])) as Record<
        TransportName,
        TransportFigures
      >
    },
    books(told) {
      if (!(transportNames as readonly string[]).includes(told.transport)) return
      const transport = told.transport as TransportName
      const old = before.get(transport)
      if (old && now() - sinceMs < crossingMs && total(told) >= total(old.told)) return
      before.delete(transport)
      latencies.take(trace, isHidden())
      costs.set(transport, { told, events: latencies.of(transport).events })
    },
    message: sizes.message,
    event(event) {
      eventsAppended += 1
      sizes.event(event)
    },
    reset(nowMs) {
      latencies.take(trace, isHidden())
      latencies.reset(nowMs)
      before = new Map(costs)
      costs.clear()
      sinceMs = nowMs
      eventsAppended = 0
    },
  }
}

function total({ books }: TelemetryOf<'books'>): number {
  return books.up.total + books.down.total
}

function received({ events, late, latencyMs }: Receipts) {
  return {
    events,
    late,
    n: count(latencyMs),
    latencyMs,
    p50Ms: valueAtQuantile(latencyMs, 0.5),
    p99Ms: valueAtQuantile(latencyMs, 0.99),
  }
}

type CostFigures = Omit<TransportFigures, keyof ReturnType<typeof received> | 'theory'>

/** Whether a transport's requests can be answered with no event. */
const asks: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

function cost(known: Cost | undefined, canBeEmpty: boolean): CostFigures {
  if (!known) return nothing
  const { told, events } = known
  const { requests, connections } = told
  const bytes = events === 0 ? null : bytesOf(told, events)
  return {
    requests: requests.sent,
    emptyShare: !canBeEmpty || requests.sent === 0 ? null : requests.empty / requests.sent,
    connections,
    bytesPerEvent: bytes,
    headBytes: bytes?.head ?? null,
    overheadBytes: bytes && total(told) / events - bytes.payload,
    totalBytes: bytes && total(told) / events,
  }
}

function bytesOf({ books: { up, down } }: TelemetryOf<'books'>, events: number): BytesPerEvent {
  const each = byteCategories.map(name => [name, (up[name] + down[name]) / events] as const)
  return Object.fromEntries(each) as BytesPerEvent
}

const nothing: CostFigures = {
  requests: 0,
  emptyShare: null,
  connections: { opened: 0, open: 0 },
  bytesPerEvent: null,
  headBytes: null,
  overheadBytes: null,
  totalBytes: null,
}

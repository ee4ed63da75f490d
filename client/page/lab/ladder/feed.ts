import type { TransportName } from '../../../../server/protocol.ts'
import type { Receipt, TelemetryOf, TraceView } from '../../context.ts'
import { firstAtOrAfter } from '../trace-list.ts'
import type { Conversation } from './conversations.ts'
import type { Bar, Hairline } from './shapes.ts'
import { eachStretch, stretchMs, stretchOf } from './stretches.ts'
import { type LadderView, type Lane, scaleOf } from './view.ts'

type Event = TelemetryOf<'event'>

/** The width of a latency bar, and how many stand side by side before they lie on each other. */
export const barPx = 5
const tracks = 3

/** How far from the client's line the figures stand, clear of the bars. */
export const latencyPx = tracks * (barPx + 1) + 3

/** One client's latency bars, of events received and of those not yet, and the receipts in sight behind them. */
export interface Latency {
  readonly bars: readonly Bar[]
  readonly waiting: readonly Bar[]
  /** How long the oldest of those not received has been awaited, in milliseconds; 0 where there is none. */
  readonly waitingMs: number
  readonly labels: readonly { readonly y: number; readonly latencyMs: number }[]
}

/** Each event at the time at which the feed meant to append it; a stretch of too many is one hairline. */
export function hairlinesOf(events: readonly Event[], view: LadderView): Hairline[] {
  const y = scaleOf(view)
  const hairlines: Hairline[] = []
  const from = firstAtOrAfter(events, appendedMsOf, Math.floor(view.sinceMs / stretchMs) * stretchMs)
  const seen = events.slice(from, firstAtOrAfter(events, appendedMsOf, view.toMs, true))
  eachStretch(seen, intendedMsOf, (run, around) => {
    const first = run[0] as Event
    const atMs = run.length === 1 ? first.intendedMs : stretchOf(first.intendedMs) * stretchMs
    hairlines.push({ y: y(atMs), count: run.length, around })
  })
  return hairlines
}

const intendedMsOf = ({ intendedMs }: Event) => intendedMs
const appendedMsOf = ({ appendedMs }: Event) => appendedMs
const receivedMsOf = ({ atMs }: Receipt) => atMs

/** The latency of each column's receipts in sight, and what its client still waits for. */
export function latenciesOf(
  trace: TraceView,
  conversations: readonly Conversation[],
  lanes: readonly Lane[],
  view: LadderView,
): readonly Latency[] {
  const columns = conversations.map(({ beganMs }, index) => createColumn(lanes[index] as Lane, beganMs, view))
  const columnOf: { [T in TransportName]?: Column } = {}
  for (const [index, { transport }] of conversations.entries()) columnOf[transport] = columns[index] as Column
  const { receipts } = trace
  const from = firstAtOrAfter(receipts, receivedMsOf, view.sinceMs)
  lookBack(trace, columns, columnOf, from)
  for (let at = from; at < receipts.length; at += 1) {
    const receipt = receipts[at] as Receipt
    if (receipt.atMs > view.toMs) break
    const event = trace.event(receipt.cursor)
    if (event) columnOf[receipt.transport]?.receive(event, receipt.atMs)
  }
  return columns.map(column => column.finish(trace.events))
}

type Column = ReturnType<typeof createColumn>

/** What each column had got before the time in sight: as many as a bar's place depends on. */
function lookBack(
  { receipts, event }: TraceView,
  columns: readonly Column[],
  columnOf: { readonly [T in TransportName]?: Column },
  from: number,
): void {
  let unknown = columns.length
  for (let at = from - 1; at >= 0 && unknown > 0; at -= 1) {
    const { transport, cursor, atMs } = receipts[at] as Receipt
    const column = columnOf[transport]
    if (column === undefined || column.isKnown()) continue
    const known = event(cursor)
    if (known === undefined) continue
    column.recall(known, atMs)
    if (column.isKnown()) unknown -= 1
  }
}

function createColumn({ client }: Lane, beganMs: number, view: LadderView) {
  const y = scaleOf(view)
  const bars: Bar[] = []
  const labels: { y: number; latencyMs: number }[] = []
  const waiting: Bar[] = []
  /** When the latest events came, as many as there are tracks beside the first; the newest last. */
  const came: number[] = []
  let newestMs = Number.NEGATIVE_INFINITY

  /** As many tracks out as of the latest were still on their way: a picture drawn in parts knows no more. */
  function trackFrom(fromMs: number, toMs: number): number {
    const track = came.filter(atMs => atMs > fromMs).length
    came.push(toMs)
    if (came.length >= tracks) came.shift()
    return client - (track + 1) * (barPx + 1) - 1
  }
  return {
    isKnown: () => came.length === tracks - 1,
    /** Told of what came before, the newest first. */
    recall({ appendedMs }: Event, atMs: number) {
      newestMs = Math.max(newestMs, appendedMs)
      came.unshift(atMs)
    },
    receive(event: Event, atMs: number) {
      newestMs = Math.max(newestMs, event.appendedMs)
      bars.push({ x: trackFrom(event.intendedMs, atMs), y1: y(event.intendedMs), y2: y(atMs) })
      labels.push({ y: y(atMs), latencyMs: atMs - event.intendedMs })
    },
    finish(events: readonly Event[]): Latency {
      const knownMs = newestMs === Number.NEGATIVE_INFINITY ? beganMs : newestMs
      let waitingMs = 0
      for (let at = firstAtOrAfter(events, appendedMsOf, knownMs, true); at < events.length; at += 1) {
        const { intendedMs } = events[at] as Event
        if (intendedMs >= view.toMs) break
        waitingMs = Math.max(waitingMs, view.toMs - intendedMs)
        waiting.push({ x: trackFrom(intendedMs, view.toMs), y1: y(intendedMs), y2: y(view.toMs) })
      }
      return { bars, waiting, waitingMs, labels }
    },
  }
}

import { arrivedMsOf, arrowKindOf, bytesOf, bytesText, dot, type Message, shortText } from './message.ts'
import { type Arrow, type ArrowKind, arrowKinds } from './shapes.ts'
import { eachStretch } from './stretches.ts'
import { type LadderView, type Lane, scaleOf } from './view.ts'

/** An arrow with what its label would say. */
export interface LabelledArrow {
  readonly arrow: Arrow
  readonly text: () => string
}

/** How far a message that was swallowed is drawn, of the whole way. */
const brokenAt = 0.55
const furthestFlying = 0.97

const sentMsOf = ({ fromMs }: Message) => fromMs

/** Draws the messages of one lane, in the order of their times: those of a kind that are too dense as one. */
export function arrowsOf(messages: readonly Message[], lane: Lane, view: LadderView): LabelledArrow[] {
  const byKind = new Map<ArrowKind, Message[]>()
  for (const message of messages) {
    const kind = arrowKindOf(message)
    const list = byKind.get(kind)
    if (list) list.push(message)
    else byKind.set(kind, [message])
  }
  const place = placing(lane, view)
  const arrows: LabelledArrow[] = []
  for (const kind of arrowKinds) {
    const list = byKind.get(kind)
    if (list)
      eachStretch(list, sentMsOf, (run, around) => arrows.push(labelled(run, view, place(run, kind, around))))
  }
  return arrows.sort((a, b) => a.arrow.y1 - b.arrow.y1)
}

function labelled(run: readonly Message[], view: LadderView, arrow: Arrow): LabelledArrow {
  const first = run[0] as Message
  if (run.length === 1) return { arrow, text: () => shortText(first, view.words) }
  return { arrow, text: () => `×${run.length}${dot}${bytesText(run.reduce(addBytes, 0))}` }
}

const addBytes = (sum: number, { bytes }: Message) => sum + bytesOf(bytes)

function placing(lane: Lane, view: LadderView) {
  const y = scaleOf(view)
  return (run: readonly Message[], kind: ArrowKind, around: number): Arrow => {
    const first = run[0] as Message
    const { id, way, fromMs } = first
    const [start, end] = way === 'up' ? [lane.client, lane.server] : [lane.server, lane.client]
    const y1 = y(fromMs)
    const flight = flightOf(first, view)
    return {
      id,
      kind,
      way,
      state: flight.state,
      x1: start,
      y1,
      x2: start + (end - start) * flight.reach,
      y2: y(flight.toMs),
      count: run.length,
      spread: run.length === 1 ? 0 : y((run[run.length - 1] as Message).fromMs) - y1,
      around,
      emphasis: emphasisOf(run, view),
    }
  }
}

/** How far a message has come: all the way, so far as the link's delay lets it, or not beyond the link. */
function flightOf(message: Message, { toMs: nowMs, oneWayMs, lostAfterMs }: LadderView) {
  const arrivedMs = arrivedMsOf(message)
  const { fromMs } = message
  if (arrivedMs !== null && arrivedMs <= nowMs)
    return { state: 'arrived', reach: 1, toMs: arrivedMs } as const
  const takesMs = arrivedMs === null ? oneWayMs : arrivedMs - fromMs
  const goneMs = nowMs - fromMs
  if (arrivedMs === null && goneMs > lostAfterMs) {
    return { state: 'broken', reach: brokenAt, toMs: fromMs + brokenAt * oneWayMs } as const
  }
  const reach = Math.min(furthestFlying, takesMs > 0 ? goneMs / takesMs : furthestFlying)
  return { state: 'flying', reach, toMs: fromMs + reach * takesMs } as const
}

function emphasisOf(run: readonly Message[], { chosen, hovered }: LadderView): Arrow['emphasis'] {
  if (chosen === null && hovered === null) return 'none'
  let emphasis: Arrow['emphasis'] = 'none'
  for (const { id } of run) {
    if (id === chosen) return 'chosen'
    if (id === hovered) emphasis = 'hovered'
  }
  return emphasis
}

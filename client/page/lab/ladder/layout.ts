import type { TraceView } from '../../context.ts'
import { arrowsOf, type LabelledArrow } from './arrows.ts'
import { type Conversation, type HoldTimes, readConversations } from './conversations.ts'
import { hairlinesOf, type Latency, latenciesOf, latencyPx } from './feed.ts'
import { type LabelWish, labelPx, placeLabels, roundingPx } from './labels.ts'
import { durationText } from './message.ts'
import type { Gap, Hold, LadderShapes, LaneShapes, Tick, Tube } from './shapes.ts'
import { transportLooks } from './transports.ts'
import { footPx, headPx, type LadderView, type Lane, lanesOf, phaseOf, scaleOf } from './view.ts'

/** A wait shorter than this many pixels is none: the server answers at once. */
const leastHoldPx = 1.5

/** A hold or gap has its label from so many pixels on: a hold's stands between its request's and its answer's. */
const labelledFromPx: Readonly<Record<'hold' | 'gap', number>> = { hold: 48, gap: 34 }

/** Lays a stretch of the trace out as shapes: a pure function of the two. */
export function layoutLadder(trace: TraceView, view: LadderView): LadderShapes {
  const lanes = lanesOf(view)
  const conversations = readConversations(trace, view)
  const latencies = latenciesOf(trace, conversations, lanes, view)
  const outages = outagesOf(trace.servers, view)
  return {
    lanes: conversations.map((conversation, index) =>
      layoutLane(conversation, latencies[index] as Latency, { lane: lanes[index] as Lane, outages }, view),
    ),
    hairlines: hairlinesOf(trace.events, view),
    outages,
  }
}

/** From when on a wait is worth a word, in milliseconds: longer than a usual poll's interval. */
const worthAWordMs = 1_500

function layoutLane(
  conversation: Conversation,
  { bars, waiting, waitingMs, labels }: Latency,
  { lane, outages }: { readonly lane: Lane; readonly outages: LadderShapes['outages'] },
  view: LadderView,
): LaneShapes {
  const y = scaleOf(view)
  const bound = boundOf(view)
  const arrows = arrowsOf(conversation.messages, lane, view)
  const holds = holdsOf(conversation.holds, lane, view)
  const wishes = arrows.map(arrow => labelWish(arrow, lane))
  return {
    lane,
    arrows: arrows.map(({ arrow }) => arrow),
    holds,
    gaps: conversation.gaps.map(times => gapOf(times, lane, view)),
    tubes: conversation.tubes.map(
      ({ serverMs, clientMs, endMs }): Tube => ({
        client: lane.client,
        server: lane.server,
        serverY: bound(y(serverMs)),
        clientY: bound(y(clientMs)),
        endY: bound(y(endMs)),
        ended: endMs <= view.toMs,
      }),
    ),
    bars,
    waiting,
    waitingWords: waitingMs < worthAWordMs ? '' : view.words.waiting(waiting.length, durationText(waitingMs)),
    ticks: conversation.connections.map(
      ({ atMs, state, how }): Tick => ({ y: y(atMs), state: how === 'reset' ? 'reset' : state }),
    ),
    labels: [
      ...placeLabels(
        [...wishes, ...waitLabels(conversation, lane, view), ...restartLabels(outages, lane, view)],
        slotsOf(view),
      ),
      ...placeLabels(
        labels.map(label => latencyLabel(label, lane)),
        slotsOf(view),
      ),
    ].filter(label => label.y > headPx + labelPx / 2 && label.y < view.height - footPx - labelPx / 2),
  }
}

/** Stretches of time, so that they move with what they hold; twice a label's height and a little. */
function slotsOf(view: LadderView): (y: number) => number {
  const phase = phaseOf(view)
  return y => Math.floor((y + phase) / (2.2 * labelPx) + roundingPx)
}

/** A label stands beside its arrow's start above it, or beside its end below: where the slope leaves room. */
function labelWish({ arrow, text }: LabelledArrow, lane: Lane): LabelWish {
  const { requestLabel } = transportLooks[lane.transport]
  const isUp = arrow.way === 'up'
  const above = isUp === (requestLabel === 'above') || arrow.kind === 'publish'
  const atClient = isUp === above
  const y = above ? arrow.y1 - labelPx / 2 : arrow.y2 + arrow.spread + labelPx / 2
  return atClient
    ? { text, x: lane.client + 9, y, align: 'left' }
    : { text, x: lane.server - 9, y, align: 'right' }
}

const latencyLabel = (label: { y: number; latencyMs: number }, { client }: Lane): LabelWish => ({
  text: () => durationText(label.latencyMs),
  x: client - latencyPx,
  y: label.y - labelPx / 2,
  align: 'right',
})

function waitLabels({ holds, gaps }: Conversation, lane: Lane, view: LadderView): LabelWish[] {
  const y = scaleOf(view)
  const wish = (what: 'hold' | 'gap', fromMs: number, untilMs: number): LabelWish[] => {
    const toMs = Math.min(untilMs, view.toMs)
    const [from, to] = [y(fromMs), y(toMs)]
    if (to - from < labelledFromPx[what]) return []
    const text = () => `${words[what]} ${durationText(toMs - fromMs)}`
    // Its start may have left the picture, and what is painted above its end stays as it is.
    return [{ text, x: lane.server - 9, y: to - 2 * labelPx, align: 'right' }]
  }
  const words = { hold: view.words.held, gap: view.words.gap }
  return [
    ...holds.flatMap(({ fromMs, toMs }) => wish('hold', fromMs, toMs)),
    ...gaps.flatMap(({ answer, toMs }) => wish('gap', answer.fromMs, toMs)),
  ]
}

/** A server that comes up again has a log that begins anew. */
function restartLabels(outages: LadderShapes['outages'], { server }: Lane, view: LadderView): LabelWish[] {
  const text = () => view.words.newLog
  return outages.flatMap(({ y2, ended }) =>
    ended ? [{ text, x: server - 9, y: y2 + labelPx / 2, align: 'right' } as const] : [],
  )
}

function holdsOf(holds: readonly HoldTimes[], { server }: Lane, view: LadderView): Hold[] {
  const y = scaleOf(view)
  const bound = boundOf(view)
  return holds
    .map(({ fromMs, toMs }) => ({
      x: server,
      y1: bound(y(fromMs)),
      y2: bound(y(toMs)),
      open: toMs > view.toMs,
    }))
    .filter(({ y1, y2 }) => y2 - y1 >= leastHoldPx)
}

function gapOf({ answer, request, toMs }: Conversation['gaps'][number], lane: Lane, view: LadderView): Gap {
  const y = scaleOf(view)
  const bound = boundOf(view)
  const { client, server } = lane
  return {
    client,
    server,
    answeredY: bound(y(answer.fromMs)),
    answerCameY: bound(y(answer.endMs ?? answer.toMs ?? answer.fromMs)),
    askedY: bound(y(request?.fromMs ?? Number.POSITIVE_INFINITY)),
    requestCameY: bound(y(toMs)),
  }
}

/** Keeps a y within what is wanted, and a little beyond its upper edge. */
function boundOf(view: LadderView): (y: number) => number {
  const y = scaleOf(view)
  const [first, last] = [y(view.sinceMs) - 40, y(view.toMs)]
  return at => Math.max(first, Math.min(last, at))
}

function outagesOf(servers: TraceView['servers'], view: LadderView): LadderShapes['outages'] {
  const y = scaleOf(view)
  const bound = boundOf(view)
  const outages: { y1: number; y2: number; ended: boolean }[] = []
  let downMs: number | null = null
  for (const { state, atMs } of servers) {
    if (state === 'down') downMs ??= atMs
    else if (downMs !== null) {
      if (atMs >= view.sinceMs)
        outages.push({ y1: bound(y(downMs)), y2: bound(y(atMs)), ended: atMs <= view.toMs })
      downMs = null
    }
  }
  if (downMs !== null && downMs <= view.toMs)
    outages.push({ y1: bound(y(downMs)), y2: bound(y(view.toMs)), ended: false })
  return outages
}

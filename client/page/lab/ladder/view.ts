import type { TransportName } from '../../../../server/protocol.ts'

/** What is looked at, and on how many CSS pixels. Times are the host's, in milliseconds. */
export interface LadderView {
  readonly width: number
  readonly height: number
  readonly fromMs: number
  /** Now, at the bottom. */
  readonly toMs: number
  /** What was over before this is not wanted: `fromMs`, or later where only the lower part is drawn. */
  readonly sinceMs: number
  readonly columns: readonly TransportName[]
  /** The column that shows `POST /events` too; null for none. */
  readonly publishes: TransportName | null
  /** What the link delays one way: how fast an arrow that is under way grows. */
  readonly oneWayMs: number
  /** A message that has not arrived after this long is drawn as lost. */
  readonly lostAfterMs: number
  /** Ids of the messages to make prominent. */
  readonly chosen: number | null
  readonly hovered: number | null
  readonly words: LadderWords
}

/** The words in the picture, in the page's language. */
export interface LadderWords {
  readonly client: string
  readonly server: string
  /** Beside the lower edge. */
  readonly now: string
  readonly publish: string
  /** Of an answer that brings nothing. */
  readonly empty: string
  readonly reset: string
  readonly held: string
  readonly gap: string
  /** Beside the end of an outage: the server remembers nothing. */
  readonly newLog: string
  /** How many events a client has not got yet, and for how long it has awaited the oldest. */
  readonly waiting: (count: number, age: string) => string
  /** How many events a message brings, where they are several. */
  readonly events: (count: number) => string
}

/** One transport's column: where its two lines stand. */
export interface Lane {
  readonly transport: TransportName
  readonly left: number
  readonly right: number
  /** The x of the client's line, and of the server's. */
  readonly client: number
  readonly server: number
}

/** Pixels above the lines, for who stands on either side, and below them, for the word at the lower edge. */
export const headPx = 18
export const footPx = 16

/** The least width of a column in pixels; five of them are 1,000. */
export const leastColumnPx = 200

/** Beside the client's line the latency bars and their figures have room, beside the server's its waiting. */
const clientGutterPx = 64
const serverGutterPx = 24
const widestSpanPx = 460

/** The columns of a view, from left to right; a wide column's lines don't stand further apart than reads well. */
export function lanesOf({ columns, width }: Pick<LadderView, 'columns' | 'width'>): readonly Lane[] {
  const each = width / columns.length
  const span = Math.min(widestSpanPx, each - clientGutterPx - serverGutterPx)
  const margin = (each - span - clientGutterPx - serverGutterPx) / 2
  return columns.map((transport, index) => {
    const left = Math.round(index * each)
    const client = Math.round(left + margin + clientGutterPx)
    return {
      transport,
      left,
      right: Math.round((index + 1) * each),
      client,
      server: client + Math.round(span),
    }
  })
}

/** The y of a time: `headPx` at `fromMs`, `footPx` above the lower edge at `toMs`, beyond them where it lies beyond. */
export function scaleOf(view: LadderView): (atMs: number) => number {
  const { fromMs } = view
  const pixelsPerMs = pixelsPerMsOf(view)
  return atMs => headPx + (atMs - fromMs) * pixelsPerMs
}

/** How many pixels a millisecond has. */
export function pixelsPerMsOf({ height, fromMs, toMs }: LadderView): number {
  return (height - headPx - footPx) / (toMs - fromMs)
}

/** What a y is to be added to so that a moment has the same sum in every picture: patterns that move with it need that. */
export function phaseOf(view: LadderView): number {
  return view.fromMs * pixelsPerMsOf(view) - headPx
}

/** What is in sight at a time: the last `spanMs`. With reduced motion it moves on once a second. */
export function windowAt(
  nowMs: number,
  spanMs: number,
  reducedMotion: boolean,
): Pick<LadderView, 'fromMs' | 'toMs' | 'sinceMs'> {
  const toMs = reducedMotion ? Math.floor(nowMs / 1000) * 1000 : nowMs
  return { fromMs: toMs - spanMs, toMs, sinceMs: toMs - spanMs }
}

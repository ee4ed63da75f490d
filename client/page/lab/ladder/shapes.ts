import type { Way } from '../../../../bench/wire/books.ts'
import type { Lane } from './view.ts'

/**
 * The kinds of arrow: a request, an answer that brings events, an answer to a poll that brings none, any other answer,
 * a handshake's two halves, what is published, what a transport says without an event, and control frames.
 */
export const arrowKinds = [
  'request',
  'delivery',
  'empty',
  'answer',
  'handshake',
  'publish',
  'note',
  'control',
] as const
export type ArrowKind = (typeof arrowKinds)[number]

/** A message, or several of one kind that are too dense to tell apart. `x1, y1` is where it left, `x2, y2` where it is. */
export interface Arrow {
  /** The id of the message; of the first where there are several. */
  readonly id: number
  readonly kind: ArrowKind
  readonly way: Way
  readonly state: 'arrived' | 'flying' | 'broken'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  /** How many messages it stands for. */
  readonly count: number
  /** Pixels from the first of them to the last. */
  readonly spread: number
  /** How many of its kind are drawn in its stretch of time. */
  readonly around: number
  readonly emphasis: 'none' | 'hovered' | 'chosen'
}

/** A waiting request on the server's line, `x` its left edge. */
export interface Hold {
  readonly x: number
  readonly y1: number
  readonly y2: number
  /** Whether it still waits. */
  readonly open: boolean
}

/** Nobody asks: from an answer to the arrival of the next request. Widest on the server's line. */
export interface Gap {
  readonly client: number
  readonly server: number
  readonly answeredY: number
  readonly answerCameY: number
  readonly askedY: number
  readonly requestCameY: number
}

/** An open stream or WebSocket between the lines. */
export interface Tube {
  readonly client: number
  readonly server: number
  readonly serverY: number
  readonly clientY: number
  readonly endY: number
  /** Whether its end is in sight. */
  readonly ended: boolean
}

/** An event across all columns; `count` where several are too dense. */
export interface Hairline {
  readonly y: number
  readonly count: number
  /** How many are drawn in its stretch of time. */
  readonly around: number
}

/** How long an event took to one client, or has waited until now. */
export interface Bar {
  readonly x: number
  readonly y1: number
  readonly y2: number
}

/** A connection that opens or closes, on the client's line; a reset goes across. */
export interface Tick {
  readonly y: number
  readonly state: 'opened' | 'closed' | 'reset'
}

/** A text, its box in pixels; `y` is the middle. */
export interface Label {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly align: 'left' | 'right'
}

/** All that is drawn of one transport. */
export interface LaneShapes {
  readonly lane: Lane
  readonly arrows: readonly Arrow[]
  readonly holds: readonly Hold[]
  readonly gaps: readonly Gap[]
  readonly tubes: readonly Tube[]
  readonly bars: readonly Bar[]
  /** Events that this client has not got yet. */
  readonly waiting: readonly Bar[]
  /** How many they are and how old, where that is worth a word; else empty. */
  readonly waitingWords: string
  readonly ticks: readonly Tick[]
  readonly labels: readonly Label[]
}

/** The whole picture. */
export interface LadderShapes {
  readonly lanes: readonly LaneShapes[]
  readonly hairlines: readonly Hairline[]
  /** When the feed server was down, as y; `ended` once it is up again. */
  readonly outages: readonly { readonly y1: number; readonly y2: number; readonly ended: boolean }[]
}

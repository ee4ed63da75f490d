import type { Random } from '../../server/sources/random.ts'
import type { Way } from '../wire/books.ts'
import type { Fate, Settings } from './settings.ts'

/** When an item came to the link and when it may leave it, in milliseconds on the host's monotonic clock. */
interface Times {
  readonly arrivedMs: number
  readonly dueMs: number
}

/** What travels in one direction of a connection: its opening (up only), bytes, a FIN, a reset. */
export type Item = Times &
  (
    | { readonly kind: 'open' }
    | { readonly kind: 'bytes'; readonly bytes: Buffer }
    | { readonly kind: 'end' }
    | { readonly kind: 'reset' }
  )

/** A connection that its fate has struck. */
export interface Strike extends Pick<Fate, 'how' | 'where' | 'unit'> {
  /** Its number among those that the link has accepted, from 1. */
  readonly connection: number
  /** On the host's monotonic clock. */
  readonly atMs: number
}

/** What the two directions of a connection share. */
export interface LineConnection {
  /** Among those that the link has accepted, from 1. */
  readonly number: number
  readonly fate: Fate | null
  readonly onStrike: (strike: Strike) => void
}

/** One direction of one connection, as a stage sees it. */
export interface Line {
  readonly way: Way
  /** The same object in both directions. */
  readonly connection: LineConnection
  /** When the link accepted the connection, in milliseconds on the host's monotonic clock. */
  readonly openedMs: number
  /** The link's settings: one object, changed in place. */
  readonly settings: Settings
  /** The same object for every connection of a link in this direction. */
  readonly wire: object
  /** A seeded stream of numbers of this line's own, other for each label. */
  random(label: string): Random
  now(): number
  at(timeMs: number, action: () => void): void
  /** Calls `listener` whenever the settings have changed. */
  onSettings(listener: () => void): void
  /** Hands an item to the next stage. */
  pass(item: Item): void
  /** Drops an item for good; what is neither passed nor swallowed counts as held by the stage. */
  swallow(item: Item): void
}

/** Takes an item and passes it on, later, in part or not at all; never sooner, and never ahead of one before it. */
export type Stage = (item: Item) => void

/** Makes a stage for one line. */
export type CreateStage = (line: Line) => Stage

import type { Random } from '../../server/sources/random.ts'
import type { Way } from '../wire/books.ts'
import type { Settings } from './settings.ts'

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

/** One direction of one connection, as a stage sees it. */
export interface Line {
  readonly way: Way
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

import type { ClientEnvironment } from '../../transport.ts'
import type { BoxOffice } from './box-office.ts'

/** What the maps of one view share. */
export interface Desk {
  readonly environment: ClientEnvironment
  readonly office: BoxOffice
  /** How often each impatient buyer clicks, a second. */
  readonly impatientPerSecond: () => number
  /** The rate of sales by others that the view itself brings about; taken until a map has seen some. */
  readonly assumedSalesPerSecond: () => number
  /** By what name the learner buys. */
  readonly learner: () => string
  /** Whether the picture stands still. */
  readonly isStill: () => boolean
  /** Says what became of a learner's click. */
  readonly say: (words: string) => void
  /** Shows what went wrong; an empty text takes it away. */
  readonly complain: (words: string) => void
}

import type { ByteCategory, Way } from './books.ts'
import type { WireMessage } from './messages.ts'

/** Told all that a ledger reads, each way in the order of the wire. */
export interface Scribe {
  /** Bytes came, valid during the call; what is counted from here on is these, after all that came before. */
  took(way: Way, bytes: Uint8Array): void
  /** The next bytes are of a category; a negative number takes back the last of that category until the next call. */
  counted(way: Way, category: ByteCategory, bytes: number): void
  /** The message whose bytes are being counted is this one. */
  told(message: WireMessage): void
  /** The message whose bytes were counted has ended. */
  ended(way: Way): void
  /** What comes this way cannot be read from here on. */
  broke(way: Way): void
}

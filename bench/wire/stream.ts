import type { ByteCategory } from './books.ts'

/** Adds bytes to a category; a negative number takes back what was counted before it was decided. */
export type Count = (category: ByteCategory, bytes: number) => void

/** Reads and counts one part of a stream from index `from`, and returns the index where it stopped. */
export type Part = (bytes: Uint8Array, from: number) => number

/** Counts the next bytes of one body or one WebSocket message, as `payload` or as `envelope`. */
export type Classify = (bytes: Uint8Array) => void

/** Begins the classification of one body or message. */
export type NewClassify = (count: Count) => Classify

/** Bytes that break HTTP/1.1 or WebSocket; the byte that shows it, and all that follow, stay in no category. */
export class WireFault extends Error {
  override readonly name = 'WireFault'
}

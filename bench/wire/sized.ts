import type { Classify, Part } from './stream.ts'

/** What a body tells while it is read: its bytes, each chunk's size in bytes and its end, and its own end. */
export interface BodyEvents {
  readonly data: Classify
  readonly chunk: (sizeBytes: number) => void
  readonly chunkEnded?: () => void
  readonly ended: () => void
}

/** Reads exactly `length` bytes of data, then tells that they ended; a length of Infinity never ends. */
export function createSized(length: number, events: Pick<BodyEvents, 'data' | 'ended'>): Part {
  let left = length
  return (bytes, from) => {
    const end = Math.min(bytes.length, from + left)
    left -= end - from
    events.data(bytes.subarray(from, end))
    if (left === 0) events.ended()
    return end
  }
}

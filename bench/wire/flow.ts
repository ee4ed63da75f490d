import type { Direction } from './books.ts'
import { type Count, type Part, WireFault } from './stream.ts'

/** One direction of a connection: the part that reads now, until it puts another in its place. */
export interface Flow {
  readonly count: Count
  read(bytes: Uint8Array): void
  become(part: Part): void
}

/** A flow that counts into `tally` and, after a fault that it hands on once as a line, reads no more. */
export function createFlow(tally: Direction, onFault: (fault: string) => void, onCount?: Count): Flow {
  let part: Part = bytes => bytes.length
  let broken = false
  const add: Count = (category, bytes) => {
    tally[category] += bytes
  }
  const addAndTell: Count = (category, bytes) => {
    add(category, bytes)
    onCount?.(category, bytes)
  }
  return {
    count: onCount ? addAndTell : add,
    become: next => {
      part = next
    },
    read: bytes => {
      try {
        for (let at = 0; at < bytes.length && !broken; ) at = part(bytes, at)
      } catch (error) {
        if (!(error instanceof WireFault)) throw error
        broken = true
        onFault(error.message)
      }
    },
  }
}

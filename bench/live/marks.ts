/** When the bytes of a stream passed a point, by their index. */
export interface Marks {
  /** The next `lengthBytes` bytes passed at `atMs`. */
  add(lengthBytes: number, atMs: number): void
  /** When a byte passed; undefined when it has not yet, or was forgotten. */
  at(index: number): number | undefined
  /** Forgets the bytes before an index. */
  forget(index: number): void
}

/** More than any message has; only a stream that cannot be read, and so is never forgotten, comes so far. */
const mostMarks = 10_000

/** Marks of a stream that has not begun. */
export function createMarks(): Marks {
  let marks: { readonly end: number; readonly atMs: number }[] = []
  let end = 0
  let first = 0
  return {
    add(lengthBytes, atMs) {
      end += lengthBytes
      marks.push({ end, atMs })
      if (marks.length > mostMarks) marks = marks.slice(mostMarks / 2)
    },
    at: index => (index < first ? undefined : marks.find(mark => mark.end > index)?.atMs),
    forget(index) {
      first = Math.max(first, index)
      const keep = marks.findIndex(mark => mark.end > first)
      marks = keep < 0 ? [] : marks.slice(keep)
    },
  }
}

import type { ByteCategory } from './books.ts'

/** So many bytes of one category in a row. */
export type Run = readonly [category: ByteCategory, lengthBytes: number]

/** Adds bytes to the end of runs, in place. */
export function addRun(runs: Run[], category: ByteCategory, lengthBytes: number): void {
  const last = runs.at(-1)
  if (last?.[0] === category) runs[runs.length - 1] = [category, last[1] + lengthBytes]
  else runs.push([category, lengthBytes])
}

/** Gives the last `lengthBytes` bytes of one category to another, in place, wherever other categories stand between. */
export function moveRuns(runs: Run[], from: ByteCategory, to: ByteCategory, lengthBytes: number): void {
  let left = lengthBytes
  for (let at = runs.length - 1; at >= 0 && left > 0; at -= 1) {
    const [category, length] = runs[at]!
    if (category !== from) continue
    const moved = Math.min(left, length)
    left -= moved
    const kept: Run[] = length > moved ? [[from, length - moved]] : []
    runs.splice(at, 1, ...kept, [to, moved])
  }
}

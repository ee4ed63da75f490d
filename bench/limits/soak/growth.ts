import { scaled } from '../../report/figures.ts'
import type { Estimate } from '../../report/types.ts'
import { slopeOf } from '../../statistics/trend.ts'
import type { ProcessLook } from '../process-look.ts'
import { countsOf } from './leftovers.ts'
import type { SoakLook } from './soak-look.ts'

/** How something that is held went over the looks after the warm-up. */
export interface Growth {
  readonly what: string
  readonly unit: 'bytes' | 'count'
  /** At the first and at the last of those looks. */
  readonly first: number
  readonly last: number
  /** For each client that came meanwhile: Theil and Sen's slope with its 99 % interval. */
  readonly perClient: Estimate
  /** What it may be. */
  readonly mostPerClient: number
}

/** The looks of the first third: code is compiled, tables and pools find their sizes. */
const warmupShare = 1 / 3

/**
 * What a client may leave behind on average. In the heap and in buffers less than the smallest thing that could leak for
 * each client, a listener (a closure is 32 to 64 bytes, and what it holds more); resident memory comes in pages, whose
 * come and go is more than the heap's, and what leaks in native code (a handle is hundreds of bytes) is more too.
 */
const mostBytes: readonly (readonly [
  name: keyof ProcessLook & `${string}Bytes`,
  what: string,
  most: number,
])[] = [
  ['heapBytes', 'heap', 16],
  ['externalBytes', 'buffers', 16],
  ['residentBytes', 'resident memory', 64],
]

/** One socket, timer or subscriber of 2,000 clients: less is found when all have left, where none may be too many. */
const mostCounted = 1 / 2_000

/** The looks that are judged. */
export function judgedLooks(looks: readonly SoakLook[]): readonly SoakLook[] {
  return looks.slice(Math.floor(looks.length * warmupShare))
}

/** How everything that is held went, by looks after the warm-up. */
export function growthOf(looks: readonly SoakLook[], visitorsPerSecond: number): readonly Growth[] {
  const judged = judgedLooks(looks)
  const kinds = [...new Set(judged.flatMap(look => Object.keys(countsOf(look))))]
  const bytes = (['server', 'load'] as const).flatMap(process =>
    mostBytes.map(([name, what, mostPerClient]) => ({
      ...{ what: `${process}: ${what}`, unit: 'bytes' as const, mostPerClient },
      of: (look: SoakLook) => look[process][name],
    })),
  )
  const counts = kinds.map(kind => ({
    ...{ what: kind, unit: 'count' as const, mostPerClient: mostCounted },
    of: (look: SoakLook) => countsOf(look)[kind] ?? 0,
  }))
  return [...bytes, ...counts].map(({ of, ...each }) => {
    const points = judged.map(look => ({ atMs: look.atMs, value: of(look) }))
    return {
      ...each,
      first: points[0]?.value ?? 0,
      last: points.at(-1)?.value ?? 0,
      perClient: scaled(slopeOf(points), 1_000 / visitorsPerSecond),
    }
  })
}

/**
 * Whether something grew: surely (the whole interval is above 0), and by more than its bound. Looks of a heap follow
 * one another, so the interval alone would find growth where there is only a wave. Too few looks tell nothing.
 */
export function grows({ perClient: { median, low }, mostPerClient }: Growth): boolean {
  return median !== null && low !== null && low > 0 && median > mostPerClient
}

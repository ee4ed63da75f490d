import { type Histogram, valueAtQuantile } from '../../../bench/statistics/histogram.ts'
import { byteCategories } from '../../../bench/wire/books.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { TransportFigures } from './figures.ts'
import type { Theory } from './theory.ts'

/** The percentiles that are drawn. */
export const drawnPercentiles = [10, 25, 50, 75, 90, 99] as const

/** One percentile: its place on the logit axis, and milliseconds. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a percentile stands on the axis: 0 for p50, even steps for even odds, so that both tails are seen. */
export function logit(percentile: number): number {
  return Math.log(percentile / (100 - percentile))
}

/** The name of the drawn percentile that is nearest a place on the axis. */
export function percentileAt(x: number): string {
  const distance = (percentile: number) => Math.abs(logit(percentile) - x)
  const [nearest] = drawnPercentiles.toSorted((a, b) => distance(a) - distance(b))
  return `p${nearest}`
}

/** A point a percentile; none where a logarithmic axis has no place for it. */
export function measuredPoints(latencyMs: Histogram): readonly Point[] {
  return drawnPercentiles.flatMap(percentile => {
    const y = valueAtQuantile(latencyMs, percentile / 100)
    return y !== null && y > 0 ? [{ x: logit(percentile), y }] : []
  })
}

/** What theory says of p50, p90 and p99. */
export function theoryPoints({ p50Ms, p90Ms, p99Ms }: Theory): readonly Point[] {
  const pairs = [
    [50, p50Ms],
    [90, p90Ms],
    [99, p99Ms],
  ] as const
  return pairs.flatMap(([percentile, y]) => (y !== null && y > 0 ? [{ x: logit(percentile), y }] : []))
}

/** Steps of 1, 2 and 5 from one below all values to one above; decades alone over more than three. */
export function logSteps(values: readonly number[]): readonly number[] {
  const least = Math.min(...values)
  const most = Math.max(...values)
  if (!(least > 0) || !Number.isFinite(most)) return [1, 10, 100, 1_000]
  const parts = most / least > 1_000 ? [1] : [1, 2, 5]
  const steps: number[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    for (const part of parts) steps.push(Number(`${part}e${power}`))
  }
  const first = Math.max(
    0,
    steps.findLastIndex(step => step <= least),
  )
  const last = steps.findIndex(step => step >= most)
  return steps.slice(first, Math.max(last, first + 1) + 1)
}

/** The charts' numbers as the cells of their tables; null where there is no figure. */
export interface ChartRow {
  readonly transport: TransportName
  readonly isTheory: boolean
  readonly cells: readonly (number | null)[]
}

/** Percentiles in milliseconds: a line a transport of those measured, and one of theory's p50, p90 and p99. */
export function latencyRows(
  figures: Readonly<Record<TransportName, TransportFigures>>,
  shown: readonly TransportName[],
): readonly ChartRow[] {
  return inOrder(shown).flatMap(transport => {
    const { latencyMs, theory } = figures[transport]
    const said: Readonly<Record<number, number | null>> = {
      50: theory.p50Ms,
      90: theory.p90Ms,
      99: theory.p99Ms,
    }
    return [
      {
        transport,
        isTheory: false,
        cells: drawnPercentiles.map(each => valueAtQuantile(latencyMs, each / 100)),
      },
      { transport, isTheory: true, cells: drawnPercentiles.map(each => said[each] ?? null) },
    ]
  })
}

/** Bytes per event: the four categories and their sum; of theory head and sum. */
export function bytesRows(
  figures: Readonly<Record<TransportName, TransportFigures>>,
  shown: readonly TransportName[],
): readonly ChartRow[] {
  return inOrder(shown).flatMap(transport => {
    const { bytesPerEvent, totalBytes, theory } = figures[transport]
    return [
      {
        transport,
        isTheory: false,
        cells: [...byteCategories.map(name => bytesPerEvent?.[name] ?? null), totalBytes],
      },
      { transport, isTheory: true, cells: [theory.headBytes, null, null, null, theory.totalBytes] },
    ]
  })
}

function inOrder(shown: readonly TransportName[]): readonly TransportName[] {
  return transportNames.filter(name => shown.includes(name))
}

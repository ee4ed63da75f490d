import type { Estimate, Summary } from '../report/types.ts'
import { figureNames } from './metric.ts'

const ends = ['median', 'low', 'high'] as const satisfies readonly (keyof Estimate)[]

/** Whole numbers of a summary; faults are counted only where something was measured. */
const counts: Readonly<Record<string, (summary: Summary) => number | null>> = {
  trials: summary => summary.trials,
  lost: summary => (summary.trials > 0 ? summary.lost : null),
  duplicated: summary => (summary.trials > 0 ? summary.duplicated : null),
  reordered: summary => (summary.trials > 0 ? summary.reordered : null),
}

/** What a path may name: an estimate, which stands for its median, or a count. */
export const figurePaths: readonly string[] = [...figureNames, ...Object.keys(counts)]

/** Whether `path` names a figure: one of {@link figurePaths}, or an estimate's `.median`, `.low` or `.high`. */
export function isFigurePath(path: string): boolean {
  return Object.hasOwn(counts, path) || (figureNames as readonly string[]).includes(splitEnd(path).figure)
}

/**
 * A figure of a summary by its dotted path, such as `latencyMs.p50`, `latencyMs.p50.high` or `lost`; null where it is
 * not available. Throws a RangeError for a path that names nothing.
 */
export function readFigure(summary: Summary, path: string): number | null {
  if (!isFigurePath(path)) throw new RangeError(`unknown figure "${path}"`)
  const readCount = Object.hasOwn(counts, path) ? counts[path] : undefined
  if (readCount !== undefined) return readCount(summary)
  const { figure, end } = splitEnd(path)
  return estimateAt(summary, figure)[end]
}

function splitEnd(path: string): { figure: string; end: keyof Estimate } {
  const end = ends.find(name => path.endsWith(`.${name}`))
  return end === undefined ? { figure: path, end: 'median' } : { figure: path.slice(0, -end.length - 1), end }
}

function estimateAt(summary: Summary, figure: string): Estimate {
  const reached = figure
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], summary)
  return reached as Estimate
}

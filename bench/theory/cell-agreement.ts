import type { Estimate } from '../report/types.ts'
import { type Judgement, judge } from './judgement.ts'

/** A cell's figure: a median over trials with its 95 % interval, or a mean with its standard error. */
export type CellFigure = Estimate | { readonly mean: number; readonly standardError: number }

/** A 95 % interval is so many standard errors wide. */
const standardErrorsOfInterval = 2 * 1.96

/**
 * Judges a cell by the closed form: within a share of the prediction or 2 standard errors, whichever is more. Null
 * where either has no figure. `resolution`, in the quantity's unit, is the least difference that the bench can tell;
 * 0 unless given.
 */
export function judgeClosedForm(
  quantity: string,
  measured: CellFigure,
  predicted: number | null,
  { share, resolution = 0 }: { readonly share: number; readonly resolution?: number },
): Judgement | null {
  const middle = 'mean' in measured ? measured.mean : measured.median
  if (middle === null || predicted === null) return null
  const tolerance = Math.max(share * Math.abs(predicted), 2 * standardErrorOf(measured), resolution)
  return judge(quantity, middle, predicted, tolerance)
}

function standardErrorOf(measured: CellFigure): number {
  if ('mean' in measured) return measured.standardError
  const { low, high } = measured
  return low === null || high === null ? 0 : (high - low) / standardErrorsOfInterval
}

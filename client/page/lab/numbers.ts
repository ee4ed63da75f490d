import type { Language } from '../state.ts'

/** What stands where there is no figure. */
export const noFigure = '–'

/** A number to 3 significant digits, whole from 1,000 on, in a language's manner; null is {@link noFigure}. */
export function significant(value: number | null, language: Language): string {
  if (value === null || !Number.isFinite(value)) return noFigure
  const options = Math.abs(value) >= 1_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  return value.toLocaleString(language, options)
}

/** A share from 0 to 1 in per cent, to one decimal; null is {@link noFigure}. */
export function percent(share: number | null, language: Language): string {
  if (share === null) return noFigure
  return `${(share * 100).toLocaleString(language, { maximumFractionDigits: 1 })} %`
}

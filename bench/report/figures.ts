import type { Estimate } from './types.ts'

/** What stands where there is no figure. */
export const noFigure = '–'

/** An estimate that says nothing. */
export const noEstimate: Estimate = { median: null, low: null, high: null }

/**
 * A number to 3 significant digits, or in whole units from 1,000 on: `0.0123`, `1.20`, `251`, `1,234`.
 * Null and what is not finite become {@link noFigure}.
 */
export function significant(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return noFigure
  const rounded = Number(value.toPrecision(digits))
  if (rounded === 0) return '0'
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))))
  return grouped(value, Math.min(decimals, 8))
}

/** A number with a fixed count of decimals and commas between thousands; a true minus sign. */
export function grouped(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text
}

/** An estimate in another unit: each of its numbers times `factor`. */
export function scaled(estimate: Estimate, factor: number): Estimate {
  const times = (value: number | null) => (value === null ? null : value * factor)
  return { median: times(estimate.median), low: times(estimate.low), high: times(estimate.high) }
}

/** One over an estimate of a ratio, its interval turned round; null where that would divide by nought. */
export function inverse({ median, low, high }: Estimate): Estimate {
  const over = (value: number | null) => (value === null || value === 0 ? null : 1 / value)
  return { median: over(median), low: over(high), high: over(low) }
}

/** A median with its interval, `251 [243–262]`; the median alone where there is no interval, or one without width. */
export function figure(estimate: Estimate, factor = 1): string {
  const { median, low, high } = scaled(estimate, factor)
  if (median === null) return noFigure
  if (low === null || high === null || (low === median && high === median)) return significant(median)
  return `${significant(median)} [${range(low, high)}]`
}

function range(low: number, high: number): string {
  if (low < 0 || high < 0) return `${significant(low)} to ${significant(high)}`
  return `${significant(low)}–${significant(high)}`
}

/** A duration in the unit that reads best: `250 ms`, `2.5 s`, `1.5 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${trimmed(milliseconds)} ms`
  if (milliseconds < 120_000) return `${trimmed(milliseconds / 1_000)} s`
  return `${trimmed(milliseconds / 60_000)} min`
}

/** A count with its noun: `1 trial`, `1,200 trials`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : plural}`
}

/** A number that was asked for, not measured: no digits that say nothing, `10`, `2.5`. */
export function trimmed(value: number): string {
  return significant(value).replace(/\.0+$|(\.\d*[1-9])0+$/, '$1')
}

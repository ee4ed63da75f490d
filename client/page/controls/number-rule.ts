/** Which numbers a field takes, in the unit that it shows. */
export interface NumberRule {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
  /** An empty field is a value too: null. */
  readonly orNone?: boolean
}

/** A number, or null for none, that keeps the rule; or the text that does not. */
export type NumberReading =
  | { readonly ok: true; readonly value: number | null }
  | { readonly ok: false; readonly got: string }

const plainNumber = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?(e[+-]?\d+)?$/i

/**
 * Reads what was typed: full-width digits and thousands' commas are taken, anything else that is not a number within
 * the rule is not.
 */
export function readNumber(typed: string, rule: NumberRule): NumberReading {
  const got = typed.normalize('NFKC').trim()
  if (got === '') return rule.orNone ? { ok: true, value: null } : { ok: false, got }
  const value = plainNumber.test(got) ? Number(got.replaceAll(',', '')) : Number.NaN
  return keeps(value, rule) ? { ok: true, value } : { ok: false, got }
}

/** Whether a number keeps the rule. */
export function keeps(value: number, { least, most, whole = false }: NumberRule): boolean {
  return value >= least && value <= most && (!whole || Number.isInteger(value))
}

/** The index of the stop that is nearest to a value, by ratio; null is only near a null stop. */
export function nearestStop(stops: readonly (number | null)[], value: number | null): number {
  const exact = stops.indexOf(value)
  if (exact >= 0 || value === null) return Math.max(0, exact)
  const farness = stops.map(stop =>
    stop === null ? Number.POSITIVE_INFINITY : Math.abs(Math.log1p(stop) - Math.log1p(value)),
  )
  return farness.indexOf(Math.min(...farness))
}

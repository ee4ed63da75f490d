/**
 * P-values of one family adjusted by Holm (1979), in their order: below α, a true difference is claimed for none of them
 * with probability of at least 1 − α.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const adjusted = [...values]
  let least = 0
  order.forEach((place, index) => {
    least = Math.max(least, Math.min(1, (values.length - index) * values[place]!))
    adjusted[place] = least
  })
  return adjusted
}

/** Share of a standard normal distribution above `z` ≥ 0 (Abramowitz and Stegun 26.2.17, within 1e-7). */
export function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const factors = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153]
  const polynomial = t * factors.reduce((value, factor) => value * t + factor)
  return (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}

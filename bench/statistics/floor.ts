/**
 * A transport's own residual on a metric: the standard deviation of its trial values over blocks, in the metric's unit;
 * 0 for fewer than two values. It holds what blocks do to a transport as well, so it is no less than the bench's scatter.
 */
export function residual(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/** The scatter of one pair's difference where there is none: both residuals, added as independent errors are. */
export function pairFloor(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(residual(a), residual(b))
}

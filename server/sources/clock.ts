/** Milliseconds on the host's monotonic clock, with fractions; comparable between processes of one host. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

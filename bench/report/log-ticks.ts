/** The 1–2–5 steps that hold all values, from one below to one above; decades alone where they span over three. */
export function logTicks(values: readonly number[]): readonly number[] {
  const least = Math.min(...values)
  const most = Math.max(...values)
  if (!(least > 0) || !Number.isFinite(most)) return [1, 10]
  const steps = Math.log10(most / least) > 3 ? [1] : [1, 2, 5]
  const ladder = Array.from({ length: 24 }, (_, index) => index - 12).flatMap(power =>
    steps.map(step => Number(`${step}e${power}`)),
  )
  const first = ladder.findLastIndex(step => step <= least)
  const last = ladder.findIndex(step => step >= most)
  return ladder.slice(first, Math.max(last, first + 1) + 1)
}

import { boundedWait, type Wait, waitOf } from './wait.ts'

/**
 * The wait in an M/D/1 queue with a service of `serviceMs`, at a rate in events a millisecond: mean ρG/(2(1 − ρ))
 * (Pollaczek–Khinchine). P(W ≤ t) = (1 − ρ)·exp(λt) for t ≤ G (Erlang 1909) gives the quantiles up to one service;
 * beyond, and from ρ = 1 on, where the queue has no end, they are null.
 */
export function deterministicQueueWait(ratePerMs: number, serviceMs: number): Wait {
  const load = ratePerMs * serviceMs
  if (load >= 1) return boundedWait(null)
  return waitOf((load * serviceMs) / (2 * (1 - load)), q => {
    if (q <= 1 - load) return 0
    const waitMs = Math.log(q / (1 - load)) / ratePerMs
    return waitMs <= serviceMs && q < 1 ? waitMs : null
  })
}

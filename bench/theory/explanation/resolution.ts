/** The error of the bench's clock in milliseconds: latencies no further apart cannot be told from each other. */
export const clockErrorMs = 0.5

/** How far from the closed form's prediction a figure may be, as a share of it. */
export const closedFormShares = { latency: 0.05, count: 0.02 } as const

/** How far an answer and its next request may be off together in milliseconds: as far as a latency of the trace may. */
export const cycleErrorMs = 2

/** The error of the bench's clock in milliseconds: latencies no further apart cannot be told from each other. */
export const clockErrorMs = 0.5

/** How far an answer and its next request may be off together in milliseconds: as far as a latency of the trace may. */
export const cycleErrorMs = 2

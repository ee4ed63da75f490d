/** The error of the bench's clock in milliseconds: latencies no further apart cannot be told from each other. */
export const clockErrorMs = 0.5

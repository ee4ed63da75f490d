import type { AppOptions } from '../../server/options.ts'
import { defaultAppOptions } from '../../server/options.ts'

/**
 * The fuzzed server's options: every timeout short, so that each of them is met in a run, and long enough for clients
 * that a busy machine holds up. Below a second Node would tell clients to keep no connection.
 */
export const fuzzedApp: AppOptions = {
  ...defaultAppOptions,
  heartbeatMs: 2_000,
  maxPayloadBytes: 65_536,
  keepAliveTimeoutMs: 2_000,
  requestLimits: { headMs: 1_000, wholeMs: 1_500, checkEveryMs: 100 },
}

/** Longer than the server's timeouts together: what is neither answered nor ended by then hangs. */
export const hangMs = 10_000

/** How many events the log holds: more than a few floods of messages publish while a poll waits for its interval. */
export const logEvents = 10_000

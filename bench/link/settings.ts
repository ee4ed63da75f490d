/** When something befalls a connection: so long after it opened, or after so many bytes down. */
export interface After {
  readonly afterMs?: number
  readonly afterDownBytes?: number
}

/** How a connection breaks: a FIN or a reset in both directions, or nothing passes any more and it stays open. */
export const breaks = ['cut', 'reset', 'silence'] as const

/**
 * Where a connection breaks: as it is opened; within a request; within a response's head; before a unit comes down,
 * none of it passed; within its header (a chunk's size, a frame's header) or its payload; right behind its last byte.
 */
export const breakPlaces = ['connect', 'request', 'head', 'before', 'header', 'payload', 'after'] as const

/** What befalls one connection of HTTP/1.1 or WebSocket. */
export interface Fate {
  readonly how: (typeof breaks)[number]
  readonly where: (typeof breakPlaces)[number]
  /**
   * The first unit, from 1, in which it may be: a chunk of requests up; down a response with its body, or for what
   * goes on for ever its head alone, and then each chunk or frame.
   */
  readonly unit: number
  /** How far into what it is within, from 0 to 1. */
  readonly share: number
}

/** What a link does to what passes it; one setting for each stage (the round trip is for two). */
export interface Settings {
  /** Half of it delays each direction; a new connection is charged the whole before its first bytes up. */
  readonly rttMs: number
  /** The most that is added to a chunk's delay, uniform from 0; order is kept. */
  readonly jitterMs: number
  /** Of each direction, shared by all connections; null is no limit. */
  readonly bandwidthBitsPerSecond: number | null
  /** The share of 1,448-byte segments whose loss stalls all that is behind them, from 0 to 1. */
  readonly stallShare: number
  /** Swallows all that enters either direction; on the way out, connections that lost something are reset. */
  readonly blackHole: boolean
  /** Ends both directions with a FIN; for connections that open from now on. */
  readonly cut: After | null
  /** Resets the connection; for connections that open from now on. */
  readonly reset: After | null
  /** What befalls connections, in turn: each befalls one that opens after the one before has struck. */
  readonly fates: readonly Fate[]
  /** Holds each HTTP response until it ends or this many bytes of it are there, as nginx with `proxy_buffering`. */
  readonly proxyHoldBytes: number | null
  /** Whether the proxy lets a response through that says `X-Accel-Buffering: no`, as nginx does. */
  readonly proxyHeeds: boolean
}

/** A link without any effect. */
export const noEffect: Settings = {
  rttMs: 0,
  jitterMs: 0,
  bandwidthBitsPerSecond: null,
  stallShare: 0,
  blackHole: false,
  cut: null,
  reset: null,
  fates: [],
  proxyHoldBytes: null,
  proxyHeeds: true,
}

/** The longest time that a setting may ask, in milliseconds. */
export const longestMs = 60_000

interface Rule<T> {
  readonly allows: (value: T) => boolean
  readonly expected: string
}

const within = (most: number): Rule<number> => ({
  allows: value => value >= 0 && value <= most,
  expected: `a number from 0 to ${most}`,
})
const orNull = <T>({ allows, expected }: Rule<T>): Rule<T | null> => ({
  allows: value => value === null || allows(value),
  expected: `${expected}, or null`,
})
const after: Rule<After> = {
  allows: ({ afterMs = 0, afterDownBytes = 0 }) => afterMs >= 0 && afterDownBytes >= 0,
  expected: 'afterMs and afterDownBytes of 0 or more',
}
const fates: Rule<readonly Fate[]> = {
  allows: list =>
    list.every(
      ({ how, where, unit, share }) =>
        breaks.includes(how) && breakPlaces.includes(where) && unit >= 1 && share >= 0 && share <= 1,
    ),
  expected: `fates of ${breaks.join(', ')} at ${breakPlaces.join(', ')}, unit from 1, share from 0 to 1`,
}

const rules: { readonly [Name in keyof Settings]: Rule<Settings[Name]> } = {
  rttMs: within(longestMs),
  jitterMs: within(longestMs),
  bandwidthBitsPerSecond: orNull({
    allows: value => value >= 1 && Number.isFinite(value),
    expected: 'a number of 1 or more',
  }),
  stallShare: within(1),
  blackHole: { allows: value => typeof value === 'boolean', expected: 'true or false' },
  cut: orNull(after),
  reset: orNull(after),
  fates,
  proxyHoldBytes: orNull({
    allows: value => value >= 1 && Number.isSafeInteger(value),
    expected: 'a whole number of 1 or more',
  }),
  proxyHeeds: { allows: value => typeof value === 'boolean', expected: 'true or false' },
}

/** Throws a RangeError, one line with name, value and what was expected, for the first setting that cannot be. */
export function checkSettings(settings: Settings): void {
  for (const name of Object.keys(rules) as (keyof Settings)[]) {
    const rule = rules[name] as Rule<unknown>
    if (rule.allows(settings[name])) continue
    throw new RangeError(`${name} must be ${rule.expected}, got ${JSON.stringify(settings[name])}`)
  }
}

import { maxHoldMs } from '../../../server/protocol.ts'
import type { TextKey } from '../i18n.ts'
import type { PageState } from '../state.ts'
import type { Wishes } from '../wishes.ts'
import type { NumberRule } from './number-rule.ts'

/** A number that the learner can set. Values are in the unit of the state; `rule` and `stops` in the unit shown. */
export interface NumberControl {
  readonly label: TextKey
  /** The unit shown, as a symbol. */
  readonly unit: string
  /** How many of the state's unit make one of the shown. */
  readonly unitSize: number
  readonly rule: NumberRule
  /** What null means, where the rule has `orNone`: in words, and as the field has room for. */
  readonly none?: { readonly words: TextKey; readonly short: TextKey }
  /** Whether there is a slider beside the field. */
  readonly hasSlider?: boolean
  /** Where the slider can stand; the field takes what is between. */
  readonly stops: readonly (number | null)[]
  readonly of: (state: PageState) => number | null
  /** `value` is null only where the rule has `orNone`. */
  readonly ask: (value: number | null, state: PageState) => Wishes
}

const roundTripStops = [0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000]
const secondStops = [1, 2, 3, 5, 10, 15, 20, 25, 30, 45, 60, 90, 120]

/** Every number of the Lab by name. */
export const numbers = {
  eventsPerSecond: {
    label: 'controls.rate',
    unit: '/s',
    unitSize: 1,
    rule: { least: 0.01, most: 200 },
    stops: [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100],
    of: ({ settings }) => settings.feed.eventsPerSecond,
    ask: value => ({ lab: { feed: { eventsPerSecond: value ?? 1 } } }),
  },
  seed: {
    label: 'controls.seed',
    hasSlider: false,
    unit: '',
    unitSize: 1,
    rule: { least: 0, most: 2 ** 31 - 1, whole: true },
    stops: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    of: ({ settings }) => settings.feed.seed,
    ask: value => ({ lab: { feed: { seed: value ?? 0 } } }),
  },
  payloadBytes: {
    label: 'controls.payload',
    none: { words: 'controls.nonePayload', short: 'controls.nonePayloadShort' },
    unit: 'B',
    unitSize: 1,
    rule: { least: 100, most: 1_048_576, whole: true, orNone: true },
    stops: [null, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
    of: ({ settings }) => settings.feed.payloadBytes,
    ask: value => ({ lab: { feed: { payloadBytes: value } } }),
  },
  rttMs: {
    label: 'controls.rtt',
    unit: 'ms',
    unitSize: 1,
    rule: { least: 0, most: 10_000 },
    stops: roundTripStops,
    of: ({ settings }) => settings.link.rttMs,
    ask: value => ({ lab: { link: { rttMs: value ?? 0 } } }),
  },
  jitterMs: {
    label: 'controls.jitter',
    unit: 'ms',
    unitSize: 1,
    rule: { least: 0, most: 10_000 },
    stops: roundTripStops,
    of: ({ settings }) => settings.link.jitterMs,
    ask: value => ({ lab: { link: { jitterMs: value ?? 0 } } }),
  },
  bandwidthBitsPerSecond: {
    label: 'controls.bandwidth',
    none: { words: 'controls.noneBandwidth', short: 'controls.noneBandwidthShort' },
    unit: 'kbit/s',
    unitSize: 1000,
    rule: { least: 1, most: 1_000_000, orNone: true },
    stops: [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, null],
    of: ({ settings }) => settings.link.bandwidthBitsPerSecond,
    ask: value => ({ lab: { link: { bandwidthBitsPerSecond: value } } }),
  },
  stallShare: {
    label: 'controls.stall',
    unit: '%',
    unitSize: 0.01,
    rule: { least: 0, most: 50 },
    stops: [0, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20],
    of: ({ settings }) => settings.link.stallShare,
    ask: value => ({ lab: { link: { stallShare: value ?? 0 } } }),
  },
  intervalMs: {
    label: 'controls.interval',
    unit: 'ms',
    unitSize: 1,
    rule: { least: 20, most: 60_000 },
    stops: [50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 30_000],
    of: ({ poll }) => poll.intervalMs,
    ask: (value, { poll }) => ({ page: { poll: { ...poll, intervalMs: value ?? poll.intervalMs } } }),
  },
  holdMs: {
    label: 'controls.hold',
    unit: 's',
    unitSize: 1000,
    rule: { least: 0.1, most: maxHoldMs / 1000 },
    stops: secondStops,
    of: ({ holdMs }) => holdMs,
    ask: (value, { holdMs }) => ({ page: { holdMs: value ?? holdMs } }),
  },
  heartbeatMs: {
    label: 'controls.heartbeat',
    unit: 's',
    unitSize: 1000,
    rule: { least: 0.1, most: 120 },
    stops: secondStops,
    of: ({ settings }) => settings.heartbeatMs,
    ask: value => ({ lab: { heartbeatMs: value ?? 5_000 } }),
  },
} as const satisfies Readonly<Record<string, NumberControl>>

export type NumberName = keyof typeof numbers

/** A number of the state in the unit shown, without the noise of a division. */
export function toShown({ unitSize }: NumberControl, value: number | null): number | null {
  return value === null ? null : tidy(value / unitSize)
}

/** A number shown in the unit of the state. */
export function fromShown({ unitSize }: NumberControl, shown: number | null): number | null {
  return shown === null ? null : tidy(shown * unitSize)
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

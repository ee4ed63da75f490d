import { z } from 'zod'
import { leastPayloadBytes, mostPayloadBytes } from '../../server/sources/contents.ts'
import { defaultBufferBytes } from '../link/link.ts'
import { longestMs } from '../link/settings.ts'
import { type LiveChanges, type LiveSettings, liveFeedKinds } from './protocol.ts'

/** The settings that the lab begins with. */
export const firstSettings: LiveSettings = {
  feed: { kind: 'earthquakes', eventsPerSecond: 1, seed: 7, payloadBytes: null },
  link: {
    rttMs: 100,
    jitterMs: 0,
    bandwidthBitsPerSecond: null,
    stallShare: 0,
    blackHole: false,
    proxyHoldBytes: null,
  },
  keepAlive: true,
  heartbeatMs: 5_000,
}

/** The fastest feed: a page has to draw it. */
const mostEventsPerSecond = 1_000
const mostProxyHoldBytes = Math.floor(defaultBufferBytes / 2)

const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most

const number = (least: number, most: number) =>
  z.custom<number>(value => isWithin(value, least, most), `a number from ${least} to ${most}`)
const numberOrNull = (least: number, most: number) =>
  z.custom<number | null>(
    value => value === null || isWithin(value, least, most),
    `a number from ${least} to ${most}, or null`,
  )
const whole = (least: number, most: number) =>
  z.custom<number>(
    value => isWithin(value, least, most) && Number.isInteger(value),
    `a whole number from ${least} to ${most}`,
  )
const wholeOrNull = (least: number, most: number) =>
  z.custom<number | null>(
    value => value === null || (isWithin(value, least, most) && Number.isInteger(value)),
    `a whole number from ${least} to ${most}, or null`,
  )
const onOff = z.boolean('true or false')

const changes = z
  .strictObject(
    {
      feed: z
        .strictObject(
          {
            kind: z.enum(liveFeedKinds, `one of ${liveFeedKinds.join(', ')}`),
            eventsPerSecond: number(0.001, mostEventsPerSecond),
            seed: whole(0, Number.MAX_SAFE_INTEGER),
            payloadBytes: wholeOrNull(leastPayloadBytes, Math.min(mostPayloadBytes, 1_048_576)),
          },
          'an object',
        )
        .partial(),
      link: z
        .strictObject(
          {
            rttMs: number(0, longestMs),
            jitterMs: number(0, longestMs),
            bandwidthBitsPerSecond: numberOrNull(1, Number.MAX_SAFE_INTEGER),
            stallShare: number(0, 1),
            blackHole: onOff,
            proxyHoldBytes: wholeOrNull(1, mostProxyHoldBytes),
          },
          'an object',
        )
        .partial(),
      keepAlive: onOff,
      heartbeatMs: whole(10, 3_600_000),
    },
    'an object',
  )
  .partial()

/** What asked changes come to: the settings with them, or what is wrong with each, in one line each. */
export type CheckedChanges =
  | { readonly settings: LiveSettings }
  | { readonly problems: readonly [string, ...string[]] }

/** Checks changes of any origin; all are taken, or none. */
export function changeSettings(settings: LiveSettings, asked: unknown): CheckedChanges {
  const checked = changes.safeParse(asked)
  if (!checked.success) {
    const [first, ...rest] = checked.error.issues.flatMap(issue => linesOf(issue, asked))
    return { problems: [first!, ...rest] }
  }
  const given = checked.data as LiveChanges
  return {
    settings: {
      feed: { ...settings.feed, ...given.feed },
      link: { ...settings.link, ...given.link },
      keepAlive: given.keepAlive ?? settings.keepAlive,
      heartbeatMs: given.heartbeatMs ?? settings.heartbeatMs,
    },
  }
}

function linesOf(issue: z.core.$ZodIssue, asked: unknown): string[] {
  const place = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => `${[...place, key].join('.')} is not a setting`)
  }
  const got = place.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], asked)
  return [`${place.join('.') || 'changes'} must be ${issue.message}, got ${JSON.stringify(got)}`]
}

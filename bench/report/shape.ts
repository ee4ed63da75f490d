import { z } from 'zod'
import { transportNames } from '../../server/protocol.ts'
import { byteCategories } from '../wire/books.ts'
import { arrivalKinds, headProfiles, summaryMetrics } from './types.ts'

const transport = z.enum(transportNames)
const figure = z.number().nullable()
const estimate = z.looseObject({ median: figure, low: figure, high: figure })
const named = <T extends string, S extends z.ZodType>(names: readonly T[], shape: S) =>
  z.looseObject(Object.fromEntries(names.map(name => [name, shape])) as Record<T, S>)

const statistics = ['min', 'mean', 'p50', 'p90', 'p99', 'max'] as const
const histogram = z.array(z.tuple([z.number(), z.number()]))
const distribution = named(statistics, figure).extend({ count: z.number() })
const direction = named([...byteCategories, 'total'], z.number())
const books = z.looseObject({ up: direction, down: direction })
const cost = named(
  ['cpuMs', 'rssBytes', 'eventLoopDelayP99Ms', 'eventLoopDelayMaxMs', 'eventLoopUtilization'],
  z.number(),
)

const linkCalibration = z.looseObject({
  ...{ askedMs: z.number(), seenMs: distribution, achievedMs: distribution, freshMs: distribution },
  ...{ sent: z.number(), lost: z.number(), reordered: z.number(), early: z.number() },
})

const plan = {
  scenario: z.string(),
  transport,
  block: z.number(),
  position: z.number(),
  control: z.boolean(),
  attempt: z.number(),
  startedAt: z.string(),
  warnings: z.array(z.string()),
}

const trial = z.discriminatedUnion('status', [
  z.looseObject({ ...plan, status: z.literal('failed'), valid: z.literal(false), reason: z.string() }),
  z.looseObject({
    ...plan,
    status: z.literal('completed'),
    valid: z.boolean(),
    port: z.number(),
    warmupMs: z.number(),
    measuredMs: z.number(),
    events: named(['published', 'expected', 'received', 'lost', 'duplicated', 'reordered'], z.number()),
    feedLagMs: distribution,
    latencyMs: distribution.extend({ histogram }),
    requests: named(['sent', 'empty'], z.number()),
    connections: named(['opened', 'reopened'], z.number()),
    bytes: books,
    setupBytes: books,
    windowBytes: books,
    server: cost,
    load: cost,
  }),
])

const scenario = z.looseObject({
  name: z.string(),
  transports: z.array(transport),
  clients: z.number(),
  feed: z.looseObject({
    name: z.string(),
    arrivals: z.enum(arrivalKinds),
    eventsPerSecond: z.number(),
    payloadBytes: figure,
  }),
  link: z.looseObject({ rttMs: z.number() }),
  heads: z.enum(headProfiles),
  keepAlive: z.boolean(),
  mount: z.enum(['node', 'express']),
  durationMs: z.number(),
  blocks: z.number(),
  options: z.looseObject({
    pollIntervalMs: z.number(),
    pollPace: z.enum(['rate', 'pause']),
    pollReads: z.enum(['all', 'latest']),
    holdMs: z.number(),
    batch: z.enum(['all', 'one']),
    streamAgeMs: figure,
    heartbeatMs: z.number(),
  }),
})

const plainMetrics = summaryMetrics.filter(name => !name.startsWith('latencyMs.'))
const summary = named(
  [
    ...plainMetrics,
    'framingBytesPerEvent',
    'envelopeBytesPerEvent',
    'payloadBytesPerEvent',
    'setupBytesPerClient',
    'connectionsPerClient',
  ],
  estimate,
).extend({
  scenario: z.string(),
  transport,
  trials: z.number(),
  latencyMs: named(statistics, estimate).extend({ count: z.number(), independent: z.number(), histogram }),
  lost: z.number(),
  duplicated: z.number(),
  reordered: z.number(),
})

const pair = { scenario: z.string(), metric: z.enum(summaryMetrics), ratio: estimate, difference: estimate }
const verdict = z.enum(['a lower', 'b lower', 'no difference shown']).nullable()

/** What `report.json` must hold for the renderers; what else it holds is let through. */
export const reportShape = z.looseObject({
  schema: z.string(),
  createdAt: z.string(),
  command: z.string(),
  seed: z.number(),
  mode: z.enum(['default', 'full', 'smoke']),
  status: z.enum(['running', 'completed', 'interrupted', 'failed']),
  reason: z.string().optional(),
  plannedTrials: z.number(),
  environment: z.looseObject({
    node: z.string(),
    os: z.string(),
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    commit: z.string().nullable(),
    dependencies: z.record(z.string(), z.string()),
  }),
  scenarios: z.array(scenario),
  trials: z.array(trial),
  summary: z.array(summary),
  // Reports from before there were p-values do not have them.
  comparisons: z.array(z.looseObject({ ...pair, a: transport, b: transport, p: figure.optional(), verdict })),
  expectations: z.array(z.looseObject({ text: z.string(), actual: figure, met: z.boolean() })),
  controls: z.array(z.looseObject({ ...pair, pairs: z.number() })),
  // Reports from before the link was calibrated do not have it.
  linkCalibration: z.array(linkCalibration).optional(),
})

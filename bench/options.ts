import { z } from 'zod'
import { oneOf, onOff, positiveNumber, readFlags, UsageError, wholeNumber } from '../server/flags.ts'
import { mounts } from '../server/options.ts'
import { maxHoldMs, transportNames } from '../server/protocol.ts'
import { arrivalKinds } from '../server/sources/arrivals.ts'
import { leastPayloadBytes, mostPayloadBytes } from '../server/sources/contents.ts'
import { longestMs } from './link/settings.ts'
import { headProfiles, type Mode, type Scenario } from './report/types.ts'
import { type NamedScenario, scenarios } from './scenarios.ts'
import { type ParsedExpectation, parseExpectation } from './statistics/expectation.ts'
import { leastForInterval } from './statistics/interval.ts'
import { transportList } from './transport-list.ts'

/** What the bench's command line asks for. */
export type BenchOptions =
  | { readonly action: 'help' }
  | { readonly action: 'list' }
  | {
      readonly action: 'run'
      readonly scenarios: readonly Scenario[]
      readonly seed: number
      readonly mode: Mode
      /** Undefined: a directory of its own under `results/`. */
      readonly directory: string | undefined
      readonly expectations: readonly ParsedExpectation[]
    }

const rttList = z
  .string()
  .transform(text => text.split(','))
  .refine(
    parts => parts.every(part => part.trim() !== '' && Number(part) >= 0 && Number(part) <= longestMs),
    {
      error: `must be a list of milliseconds from 0 to ${longestMs}`,
    },
  )
  .transform(parts => parts.map(Number))
  .refine(rttsMs => new Set(rttsMs).size === rttsMs.length, { error: 'must name each round trip once' })

/** Beyond it a schedule is longer than a machine can hold, let alone play. */
const mostEventsPerSecond = 100_000

const shape = {
  transports: transportList.optional(),
  clients: wholeNumber(1, 20_000).optional(),
  rate: positiveNumber()
    .refine(rate => rate <= mostEventsPerSecond, { error: `must be at most ${mostEventsPerSecond}` })
    .optional(),
  arrivals: oneOf(arrivalKinds).optional(),
  payload: wholeNumber(leastPayloadBytes, mostPayloadBytes).optional(),
  rtt: rttList.optional(),
  'poll-interval': wholeNumber(1, 3_600_000).optional(),
  'poll-pace': oneOf(['rate', 'pause']).optional(),
  'poll-reads': oneOf(['all', 'latest']).optional(),
  hold: wholeNumber(1, maxHoldMs).optional(),
  batch: oneOf(['all', 'one']).optional(),
  'stream-age': wholeNumber(1).optional(),
  heads: oneOf(headProfiles).optional(),
  'keep-alive': onOff().optional(),
  mount: oneOf(mounts).optional(),
  duration: positiveNumber()
    .refine(seconds => seconds <= 86_400, { error: 'must be at most 86400 seconds' })
    .optional(),
  blocks: wholeNumber(1, 1_000).optional(),
  seed: wholeNumber(0).optional(),
  out: z.string().optional(),
  expect: z.array(z.string()).default([]),
  full: z.boolean().default(false),
  list: z.boolean().default(false),
  help: z.boolean().default(false),
}
type Values = ReturnType<typeof readFlags<typeof shape>>['values']

/** The help of `npm run bench`. */
export const benchHelp = `npm run bench -- [SCENARIO …] [options]     measure the transports and write a report under results/

  --list                    the scenarios
  --transports a,b          ${transportNames.join(', ')} (all)
  --clients N               subscribers of each trial
  --rate N                  events a second
  --arrivals KIND           ${arrivalKinds.join(', ')}
  --payload BYTES           synthetic events whose whole record has this size, ${leastPayloadBytes} or more
  --rtt MS[,MS…]            round trips of the link, run side by side (0,25,100)
  --poll-interval MS        between polls
  --poll-pace rate|pause    polls on an absolute schedule, or a pause after each answer
  --poll-reads all|latest   every event, or the newest alone
  --hold MS                 how long a long poll may be held
  --batch all|one           events in one answer
  --stream-age MS           streams end at this age and are taken up again
  --heads minimal|chrome    request heads: Node's own two fields, or those of Chrome
  --keep-alive on|off       polls share a connection, or open one each
  --mount node|express      the feed's handlers found ahead of express, or by its router
  --duration S              the measured window of each trial
  --blocks N                how often each transport runs; fewer than ${leastForInterval} is a smoke run, without verdicts
  --seed N                  of everything random
  --out DIR                 where to write
  --expect 'websocket.latencyMs.p50 < 20'   exit 99 unless it holds; repeatable; may begin with SCENARIO/
  --full                    longer windows and more blocks
  --help`

/** How much a `--full` run does: at 10 events a second enough of them, over 1,000, for a p99. */
const full = { durationMs: 11_000, blocks: 10 }

/** Reads the bench's command line. Throws a UsageError. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values, words } = readFlags(args, shape)
  if (values.help) return { action: 'help' }
  if (values.list) return { action: 'list' }
  const chosen = chooseScenarios(words).flatMap(({ scenarios, rttsMs }) =>
    scenarios.flatMap(scenario => atDistances(adapt(scenario, values), values.rtt ?? rttsMs)),
  )
  const blocks = Math.min(...chosen.map(scenario => scenario.blocks))
  return {
    action: 'run',
    scenarios: chosen,
    seed: values.seed ?? 1,
    mode: blocks < leastForInterval ? 'smoke' : values.full ? 'full' : 'default',
    directory: values.out,
    expectations: values.expect.map(text => readExpectation(text, chosen)),
  }
}

function chooseScenarios(words: readonly string[]): readonly NamedScenario[] {
  const names = words.length > 0 ? words : ['earthquakes']
  return names.map(name => {
    const named = scenarios.get(name)
    if (named) return named
    throw new UsageError(
      `scenario must be one of ${[...scenarios.keys()].join(', ')}, got ${JSON.stringify(name)}`,
    )
  })
}

/** One scenario for each round trip, named by it where there are several. */
function atDistances(scenario: Scenario, rttsMs: readonly number[]): readonly Scenario[] {
  return rttsMs.map(rttMs => ({
    ...scenario,
    name: rttsMs.length > 1 ? `${scenario.name}-rtt${rttMs}` : scenario.name,
    link: { rttMs },
  }))
}

function adapt(scenario: Scenario, values: Values): Scenario {
  const { options, feed } = scenario
  return {
    ...scenario,
    transports: values.transports ?? scenario.transports,
    clients: values.clients ?? scenario.clients,
    feed: {
      ...feed,
      eventsPerSecond: values.rate ?? feed.eventsPerSecond,
      arrivals: values.arrivals ?? feed.arrivals,
      payloadBytes: values.payload ?? feed.payloadBytes,
    },
    heads: values.heads ?? scenario.heads,
    keepAlive: values['keep-alive'] ?? scenario.keepAlive,
    mount: values.mount ?? scenario.mount,
    durationMs: durationOf(scenario, values),
    blocks: values.blocks ?? (values.full ? full.blocks : scenario.blocks),
    options: {
      ...options,
      pollIntervalMs: values['poll-interval'] ?? options.pollIntervalMs,
      pollPace: values['poll-pace'] ?? options.pollPace,
      pollReads: values['poll-reads'] ?? options.pollReads,
      holdMs: values.hold ?? options.holdMs,
      batch: values.batch ?? options.batch,
      streamAgeMs: values['stream-age'] ?? options.streamAgeMs,
    },
  }
}

/** A window of whole poll intervals, so that no poller gets one more poll than another. */
function durationOf(scenario: Scenario, values: Values): number {
  const askedMs = values.duration
    ? values.duration * 1_000
    : values.full
      ? full.durationMs
      : scenario.durationMs
  const intervalMs = values['poll-interval'] ?? scenario.options.pollIntervalMs
  return Math.max(1, Math.ceil(askedMs / intervalMs - 1e-9)) * intervalMs
}

function readExpectation(text: string, chosen: readonly Scenario[]): ParsedExpectation {
  try {
    return parseExpectation(
      text,
      chosen.map(({ name }) => name),
    )
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

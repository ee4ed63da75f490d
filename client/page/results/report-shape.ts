import { arrivalKinds, headProfiles, summaryMetrics } from '../../../bench/report/types.ts'
import { byteCategories } from '../../../bench/wire/books.ts'
import { transportNames } from '../../../server/protocol.ts'
import {
  type Check,
  each,
  hasFields,
  isFlag,
  isListOf,
  isNumber,
  isObject,
  isOneOf,
  isRecordOf,
  isText,
  orAbsent,
  orNull,
} from './shape.ts'

const isTransport = isOneOf(transportNames)
const isFigure = orNull(isNumber)
const isEstimate = hasFields(each(['median', 'low', 'high'], isFigure))
const statistics = ['min', 'mean', 'p50', 'p90', 'p99', 'max'] as const
const isBin: Check = (value, path) =>
  Array.isArray(value) && value.length === 2
    ? isListOf(isNumber)(value, path)
    : `${path}: got ${JSON.stringify(value) ?? 'nothing'}, expected two numbers`
const isHistogram = isListOf(isBin)
const distribution = { ...each(statistics, isFigure), count: isNumber }
const isDirection = hasFields(each([...byteCategories, 'total'], isNumber))
const isBooks = hasFields({ up: isDirection, down: isDirection })
const isCost = hasFields(
  each(['cpuMs', 'rssBytes', 'eventLoopDelayP99Ms', 'eventLoopDelayMaxMs', 'eventLoopUtilization'], isNumber),
)

const plan = {
  ...{ scenario: isText, transport: isTransport, startedAt: isText, warnings: isListOf(isText) },
  ...{ block: isNumber, position: isNumber, control: isFlag, attempt: isNumber },
}

const trials: Readonly<Record<'failed' | 'completed', Check>> = {
  failed: hasFields({ ...plan, valid: isOneOf([false]), reason: isText }),
  completed: hasFields({
    ...{ ...plan, valid: isFlag, port: isNumber, warmupMs: isNumber, measuredMs: isNumber },
    events: hasFields(
      each(['published', 'expected', 'received', 'lost', 'duplicated', 'reordered'], isNumber),
    ),
    feedLagMs: hasFields(distribution),
    latencyMs: hasFields({ ...distribution, histogram: isHistogram }),
    requests: hasFields(each(['sent', 'empty'], isNumber)),
    connections: hasFields(each(['opened', 'reopened'], isNumber)),
    ...{ bytes: isBooks, setupBytes: isBooks, windowBytes: isBooks, server: isCost, load: isCost },
  }),
}

const isTrial: Check = (value, path) => {
  const status = isObject(value) ? value.status : undefined
  const check =
    status === 'failed' || status === 'completed' ? trials[status] : hasFields({ status: hasStatus })
  return check(value, path)
}
const hasStatus = isOneOf(Object.keys(trials))

const isScenario = hasFields({
  ...{ name: isText, transports: isListOf(isTransport), clients: isNumber, durationMs: isNumber },
  feed: hasFields({
    ...{ name: isText, arrivals: isOneOf(arrivalKinds), eventsPerSecond: isNumber, payloadBytes: isFigure },
  }),
  link: hasFields({ rttMs: isNumber }),
  ...{
    heads: isOneOf(headProfiles),
    keepAlive: isFlag,
    mount: isOneOf(['node', 'express']),
    blocks: isNumber,
  },
  options: hasFields({
    ...{
      pollIntervalMs: isNumber,
      pollPace: isOneOf(['rate', 'pause']),
      pollReads: isOneOf(['all', 'latest']),
    },
    ...{ holdMs: isNumber, batch: isOneOf(['all', 'one']), streamAgeMs: isFigure, heartbeatMs: isNumber },
  }),
})

const isSummary = hasFields({
  ...each(
    [
      ...summaryMetrics.filter(name => !name.startsWith('latencyMs.')),
      ...['framingBytesPerEvent', 'envelopeBytesPerEvent', 'payloadBytesPerEvent'],
      ...['setupBytesPerClient', 'connectionsPerClient'],
    ],
    isEstimate,
  ),
  ...{ scenario: isText, transport: isTransport, trials: isNumber },
  latencyMs: hasFields({
    ...each(statistics, isEstimate),
    ...{ count: isNumber, independent: isNumber, histogram: isHistogram },
  }),
  ...each(['lost', 'duplicated', 'reordered'], isNumber),
})

const pair = { scenario: isText, metric: isOneOf(summaryMetrics), ratio: isEstimate, difference: isEstimate }
const isVerdict = orNull(isOneOf(['a lower', 'b lower', 'no difference shown']))
const isSeen = hasFields(distribution)

/** What a report must hold for the page, the same as the bench's own readers ask for; older ones lack some lists. */
export const isReport = hasFields({
  ...{ schema: isText, createdAt: isText, command: isText, seed: isNumber, plannedTrials: isNumber },
  mode: isOneOf(['default', 'full', 'smoke']),
  status: isOneOf(['running', 'completed', 'interrupted', 'failed']),
  environment: hasFields({
    ...{ node: isText, os: isText, cpu: isText, cores: isNumber, memoryBytes: isNumber },
    ...{ commit: orNull(isText), dependencies: isRecordOf(isText) },
  }),
  scenarios: isListOf(isScenario),
  trials: isListOf(isTrial),
  summary: isListOf(isSummary),
  comparisons: isListOf(
    hasFields({ ...pair, a: isTransport, b: isTransport, p: orAbsent(isFigure), verdict: isVerdict }),
  ),
  expectations: isListOf(hasFields({ text: isText, actual: isFigure, met: isFlag })),
  controls: isListOf(hasFields({ ...pair, pairs: isNumber })),
  linkCalibration: orAbsent(
    isListOf(
      hasFields({
        ...{ askedMs: isNumber, seenMs: isSeen, achievedMs: isSeen, freshMs: isSeen },
        ...each(['sent', 'lost', 'reordered', 'early'], isNumber),
      }),
    ),
  ),
  theory: orAbsent(
    isListOf(
      hasFields({
        ...{ scenario: isText, transport: isTransport, quantity: isText, predicted: isNumber },
        ...{
          measured: isEstimate,
          tolerance: isNumber,
          agrees: isFlag,
          explanation: orAbsent(orNull(isText)),
        },
      }),
    ),
  ),
  floors: orAbsent(
    isListOf(
      hasFields({
        name: isText,
        count: isNumber,
        ...each(['p50Micros', 'p90Micros', 'p99Micros'], isEstimate),
      }),
    ),
  ),
  yardsticks: orAbsent(
    isListOf(
      hasFields({
        ...{ name: isText, quantity: isText, against: isText, pairs: isNumber },
        ...each(['ours', 'other', 'ratio'], isEstimate),
      }),
    ),
  ),
})

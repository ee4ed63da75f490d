import type { Estimate, Scenario, Summary, TheoryRow } from '../report/types.ts'
import { judgeClosedForm } from './cell-agreement.ts'
import type { BytesPerEvent, Prediction } from './closed-form/prediction.ts'
import { clockErrorMs, closedFormShares } from './explanation/resolution.ts'

/** The figures of a summary that theory predicts. */
export const theoryQuantities = [
  'latencyMs.mean',
  'latencyMs.p50',
  'latencyMs.p90',
  'latencyMs.p99',
  'requestsPerClientPerMinute',
  'emptyShare',
  'headBytesPerEvent',
  'framingBytesPerEvent',
  'envelopeBytesPerEvent',
] as const

/** A figure of a summary that theory predicts. */
export type TheoryQuantity = (typeof theoryQuantities)[number]

interface Rule {
  readonly predicted: (prediction: Prediction) => number | null
  readonly measured: (summary: Summary) => Estimate
  /** How far from the prediction, as a share of it. */
  readonly share: number
  /** The least difference that can be told, in the quantity's unit; 0 where not given. */
  readonly resolution?: (summary: Summary, window: CountedWindow) => number | null
}

/** Whose requests are counted, and for how long. */
export type CountedWindow = Pick<Scenario, 'clients' | 'durationMs'>

const { latency: latencyShare, count: countShare } = closedFormShares

const rules: Record<TheoryQuantity, Rule> = {
  'latencyMs.mean': latency('mean'),
  'latencyMs.p50': latency('p50'),
  'latencyMs.p90': latency('p90'),
  'latencyMs.p99': latency('p99'),
  requestsPerClientPerMinute: {
    predicted: ({ requestsPerSecond }) => requestsPerSecond && requestsPerSecond * 60,
    measured: summary => summary.requestsPerClientPerMinute,
    share: countShare,
    // A window's edges cut one request of a client.
    resolution: (_, { durationMs }) => 60_000 / durationMs,
  },
  emptyShare: {
    predicted: prediction => prediction.emptyShare,
    measured: summary => summary.emptyShare,
    share: latencyShare,
    // One request of those that a trial counts.
    resolution: ({ requestsPerClientPerMinute: { median } }, { clients, durationMs }) =>
      median && 60_000 / (median * durationMs * clients),
  },
  headBytesPerEvent: bytes('headBytesPerEvent'),
  framingBytesPerEvent: bytes('framingBytesPerEvent'),
  envelopeBytesPerEvent: bytes('envelopeBytesPerEvent'),
}

function latency(figure: 'mean' | 'p50' | 'p90' | 'p99'): Rule {
  return {
    predicted: ({ latencyMs }) => latencyMs[figure],
    measured: ({ latencyMs }) => latencyMs[figure],
    share: latencyShare,
    resolution: () => clockErrorMs,
  }
}

function bytes(figure: 'headBytesPerEvent' | 'framingBytesPerEvent' | 'envelopeBytesPerEvent'): Rule {
  const bothWays = ({ up, down }: BytesPerEvent) => (up === null || down === null ? null : up + down)
  return {
    predicted: prediction => bothWays(prediction[figure]),
    measured: summary => summary[figure],
    share: countShare,
  }
}

/** So long a window that its edges cut nothing. */
const endless: CountedWindow = { clients: 1, durationMs: Number.POSITIVE_INFINITY }

/**
 * Lays a cell beside its prediction, a row for each quantity that both have, none of them explained; the summary is not
 * changed. In a window a count cannot be told finer than one request, nor a latency than the bench's clock.
 */
export function theoryRows(
  summary: Summary,
  prediction: Prediction,
  window: CountedWindow = endless,
): readonly TheoryRow[] {
  const { scenario, transport } = summary
  return theoryQuantities.flatMap(quantity => {
    const { predicted, measured, share, resolution } = rules[quantity]
    const estimate = measured(summary)
    const judgement = judgeClosedForm(quantity, estimate, predicted(prediction), {
      share,
      resolution: resolution?.(summary, window) ?? 0,
    })
    if (!judgement) return []
    const { tolerance, agrees } = judgement
    return [
      {
        scenario,
        transport,
        quantity,
        predicted: judgement.predicted,
        measured: estimate,
        tolerance,
        agrees,
        explanation: null,
      },
    ]
  })
}

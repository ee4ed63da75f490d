import type { Estimate, Summary, TheoryRow } from '../report/types.ts'
import { closedFormShares, judgeClosedForm } from './cell-agreement.ts'
import type { BytesPerEvent, Prediction } from './closed-form/prediction.ts'

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
}

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
  },
  emptyShare: {
    predicted: prediction => prediction.emptyShare,
    measured: summary => summary.emptyShare,
    share: latencyShare,
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

/** Lays a cell beside its prediction, a row for each quantity that both have; the summary is not changed. */
export function theoryRows(summary: Summary, prediction: Prediction): readonly TheoryRow[] {
  const { scenario, transport } = summary
  return theoryQuantities.flatMap(quantity => {
    const { predicted, measured, share } = rules[quantity]
    const estimate = measured(summary)
    const judgement = judgeClosedForm(quantity, estimate, predicted(prediction), { share })
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
      },
    ]
  })
}

import { transportNames } from '../../server/protocol.ts'
import type { SummaryMetric } from '../report/types.ts'
import { quantile } from './quantile.ts'
import type { Change } from './run-change.ts'

/** With fewer transports all may move one way by chance. */
const leastTransports = 3

/** The least ratio that is told: whole runs of the same code come apart by as much. */
const leastRatio = 1.03

/**
 * What CPU in run B is to run A (1.1: dearer by 10 %) where every transport of the scenario costs more, or every one
 * less, both at the server and at its clients: code seldom does that, another load or another processor does. It is the
 * smaller of the two sides' middle ratios, so a server that costs more than its clients hides nothing. Null where there
 * is no such thing, it is under 3 %, or fewer than three transports can tell.
 */
export function commonCpuRatio(changes: readonly Change[], scenario: string): number | null {
  const own = changes.filter(change => change.scenario === scenario)
  const sides = [logRatios(own, 'cpuMicrosPerDelivery'), logRatios(own, 'loadCpuMicrosPerDelivery')]
  const all = sides.flat()
  const isOneWay = all.every(ratio => ratio > 0) || all.every(ratio => ratio < 0)
  if (!isOneWay || sides.some(side => side.length < leastTransports)) return null
  const shift = Math.min(...sides.map(middleSize))
  if (shift < Math.log(leastRatio)) return null
  return Math.exp(Math.sign(all[0]!) * shift)
}

function middleSize(ratios: readonly number[]): number {
  const sizes = ratios.map(Math.abs).sort((a, b) => a - b)
  return quantile(sizes, 0.5) ?? 0
}

function logRatios(changes: readonly Change[], metric: SummaryMetric): number[] {
  return transportNames.flatMap(transport => {
    const found = changes.find(change => change.transport === transport && change.metric === metric)
    const ratio = found?.ratio.median ?? null
    return ratio === null ? [] : [Math.log(ratio)]
  })
}

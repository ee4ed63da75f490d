import { measureLinkCalibration } from './link/calibration.ts'
import type { Report } from './report/types.ts'
import { measureYardsticks } from './yardsticks/yardsticks.ts'

/** What a run stands on: how the link keeps its delays, and what the same work costs without our server. */
export type Surroundings = Pick<Report, 'linkCalibration' | 'floors' | 'yardsticks'>

/** Of a run that did not measure them. */
export const noSurroundings: Surroundings = { linkCalibration: [], floors: [], yardsticks: [] }

/** How a measurement of surroundings is made; `progress` is told in words what is measured now. */
export interface SurroundingsOptions {
  readonly seed: number
  readonly signal: AbortSignal
  readonly progress: (text: string) => void
}

/** Measures all of it, one after the other, in about four minutes. Rejects with the reason of an abort. */
export async function measureSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  options.progress('the link, at five delays')
  const linkCalibration = await measureLinkCalibration(options)
  return { linkCalibration, ...(await measureYardsticks(options)) }
}

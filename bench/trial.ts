import type { LinkCalls } from './link/process.ts'
import type { LoadCalls } from './load-process.ts'
import { startProcess } from './processes.ts'
import { recordSlot } from './recording.ts'
import type { Scenario, Trial } from './report/types.ts'
import type { ServerCalls } from './server-process.ts'
import type { Processes, Slot } from './slot.ts'
import { trialFigures } from './trial-figures.ts'

/**
 * Runs a slot in processes of its own; a trial for each scenario. Trials that break are failed ones with their reason;
 * only an abort rejects, with the signal's reason.
 */
export async function runSlot(slot: Slot, seed: number, signal: AbortSignal): Promise<Trial[]> {
  const { scenarios, plan } = slot
  const startedAt = new Date().toISOString()
  signal.throwIfAborted()
  const processes: Processes = {
    server: startProcess<ServerCalls>('bench-server', signal),
    link: startProcess<LinkCalls>('bench-link', signal),
    load: startProcess<LoadCalls>('bench-load', signal),
  }
  const trialOf = (scenario: Scenario) => ({ scenario: scenario.name, ...plan, startedAt })
  try {
    const recording = await recordSlot(slot, seed, processes)
    const completed = trialFigures(slot, recording)
    return scenarios.map((scenario, index) => ({ ...trialOf(scenario), ...completed[index]! }))
  } catch (error) {
    signal.throwIfAborted()
    const reason = (error as Error).message
    return scenarios.map(scenario => ({
      ...trialOf(scenario),
      status: 'failed',
      valid: false,
      reason,
      warnings: [],
    }))
  } finally {
    await Promise.all(Object.values(processes).map(each => each.end()))
  }
}

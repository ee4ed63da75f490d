import type { LinkCalls } from './link/process.ts'
import type { LoadCalls } from './load-process.ts'
import type { Process } from './processes.ts'
import type { Scenario, TrialPlan } from './report/types.ts'
import type { ServerCalls } from './server-process.ts'

/** One run of one transport, under every scenario of an experiment at once. */
export interface Slot {
  readonly scenarios: readonly Scenario[]
  readonly plan: Omit<TrialPlan, 'scenario'>
}

/** The processes of a slot. */
export interface Processes {
  readonly server: Process<ServerCalls>
  readonly link: Process<LinkCalls>
  readonly load: Process<LoadCalls>
}

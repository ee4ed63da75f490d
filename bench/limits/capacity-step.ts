import { grouped, significant } from '../report/figures.ts'
import type { Busy } from './busy.ts'
import type { Tallied } from './crowd/tally.ts'
import type { Shown } from './stage.ts'

/** An event is to be received within this, at p99. */
export const boundMs = 100

/** One number of clients, and how they fared. */
export type CapacityStep = {
  readonly clients: number
  readonly holds: boolean
  /** Why it does not hold; null where it does. */
  readonly reason: string | null
} & (
  | { readonly opened: false }
  | ({
      readonly opened: true
      /** Connections that ended. */
      readonly broken: number
      /** From when an event was due to when the server appended it. */
      readonly lagP99Ms: number
      readonly server: Busy
      readonly load: Busy
      /** Cores that others than the bench took; null where the kernel does not tell. */
      readonly otherCores: number | null
    } & Tallied)
)

/** A step whose clients were all opened. */
export type PlayedStep = Extract<CapacityStep, { opened: true }>

/** A step at which not all clients could be opened. */
export function unopenedStep(clients: number, reason: string): CapacityStep {
  return { clients, holds: false, reason, opened: false }
}

/** A step from what was shown. */
export function capacityStep({ clients, played, received, otherCores }: Shown): PlayedStep {
  const { busy, firstBroken, ...told } = received
  const { lagP99Ms } = played
  const reason = reasonAgainst(received, lagP99Ms)
  return {
    ...{ clients, holds: reason === null, reason, opened: true },
    ...{ ...told, lagP99Ms, server: played.busy, load: busy, otherCores },
  }
}

/** The first thing that is wrong. */
function reasonAgainst(received: Shown['received'], lagP99Ms: number): string | null {
  const { broken, firstBroken, expected, duplicated, reordered, strays, p99Ms } = received
  const missing = expected - received.received
  if (broken > 0) return `${grouped(broken)} connections broke: ${firstBroken}`
  if (missing > 0) return `${grouped(missing)} of ${grouped(expected)} events did not come`
  if (duplicated > 0) return `${grouped(duplicated)} events came twice`
  if (reordered > 0) return `${grouped(reordered)} events came out of order`
  if (strays > 0) return `${grouped(strays)} events came that were not to`
  if (p99Ms === null || p99Ms >= boundMs) return `p99 was ${significant(p99Ms)} ms`
  if (lagP99Ms >= boundMs) return `events were appended late, p99 ${significant(lagP99Ms)} ms`
  return null
}

/** From here on an event loop has no time left for more. */
const fullUtilization = 0.9

/** Who had no time left. */
export function full({ server, load }: Pick<PlayedStep, 'server' | 'load'>): readonly ('server' | 'load')[] {
  const who = { server, load }
  return (['server', 'load'] as const).filter(name => who[name].eventLoopUtilization >= fullUtilization)
}

/** What others may take without a word, in cores. */
const quietCores = 0.1

/** Whether others than the bench worked meanwhile, so that a step that does not hold might by itself. */
export function isDisturbed(step: CapacityStep): boolean {
  return step.opened && step.otherCores !== null && step.otherCores > quietCores
}

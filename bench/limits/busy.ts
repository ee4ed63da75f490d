import { performance } from 'node:perf_hooks'
import { monotonicMs } from '../../server/sources/clock.ts'
import { at } from '../at.ts'

/** How busy a process was. */
export interface Busy {
  /** CPU time of the whole process over time. */
  readonly cores: number
  /** Share of the time in which the event loop did not wait: near 1 it is full. */
  readonly eventLoopUtilization: number
}

/** Measures how busy this process is from one time to another, on the host's monotonic clock. */
export async function measureBusy(fromMs: number, toMs: number): Promise<Busy> {
  await at(fromMs)
  const begunMs = monotonicMs()
  const loop = performance.eventLoopUtilization()
  const cpu = process.cpuUsage()
  await at(toMs)
  const { user, system } = process.cpuUsage(cpu)
  return {
    // A loop that is full comes late to both ends.
    cores: (user + system) / 1_000 / (monotonicMs() - begunMs),
    eventLoopUtilization: performance.eventLoopUtilization(loop).utilization,
  }
}

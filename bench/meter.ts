import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { monotonicMs } from '../server/sources/clock.ts'
import { at } from './at.ts'
import type { ProcessCost } from './report/types.ts'

/** From when to when something is measured, in milliseconds on the host's monotonic clock. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** How often the event loop's delay is sampled, in milliseconds; each look wakes the process and costs CPU time. */
const resolutionMs = 20

/** How often an idle process is looked at, and for how long each time in milliseconds. */
const idleLooks = 5
const idleLookMs = 60

/** Of this process, once it was measured. */
let idleUtilization = 0

/**
 * Measures how busy the event loop is before there is anything to do: the meter's own looks, and the runtime. What is
 * measured later tells by it what the work takes. A process that has just started still compiles and collects, so the
 * quietest look counts.
 */
export async function measureIdle(): Promise<void> {
  const stop = startMeter()
  const looks: number[] = []
  while (looks.length < idleLooks) {
    const before = performance.eventLoopUtilization()
    await at(monotonicMs() + idleLookMs)
    looks.push(performance.eventLoopUtilization(before).utilization)
  }
  stop()
  idleUtilization = Math.min(...looks)
}

/** Starts to measure what this process costs; the function returned ends that and gives the figures. */
export function startMeter(): () => ProcessCost {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  const loop = performance.eventLoopUtilization()
  const cpu = process.cpuUsage()
  return () => {
    const used = process.cpuUsage(cpu)
    const { utilization } = performance.eventLoopUtilization(loop)
    delay.disable()
    return {
      cpuMs: (used.user + used.system) / 1_000,
      rssBytes: process.memoryUsage.rss(),
      eventLoopDelayP99Ms: lateMs(delay.percentile(99)),
      eventLoopDelayMaxMs: lateMs(delay.max),
      eventLoopUtilization: utilization,
      idleUtilization,
    }
  }
}

/** The sampler's timer fires every `resolutionMs` at best; only what is over that is delay. */
function lateMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - resolutionMs)
}

import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { ProcessCost } from './report/types.ts'

/** From when to when something is measured, in milliseconds on the host's monotonic clock. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** How often the event loop's delay is sampled, in milliseconds; each look wakes the process and costs CPU time. */
const resolutionMs = 20

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
    }
  }
}

/** The sampler's timer fires every `resolutionMs` at best; only what is over that is delay. */
function lateMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - resolutionMs)
}

import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

/** How busy the machine may be to count as quiet, as a share of one core. */
const quietShare = 0.1
const lookMs = 300
const patienceMs = 5_000

/** Waits until the machine is nearly idle, at most 5 s; the bench itself does nothing meanwhile. Rejects on abort. */
export async function untilQuiet(signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
    const before = busyMs()
    await wait(lookMs, undefined, { signal })
    if ((busyMs() - before) / lookMs < quietShare) return
  }
}

/** Milliseconds that all cores together have worked since the machine started. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

import { readFileSync } from 'node:fs'
import { monotonicMs } from '../server/sources/clock.ts'

/** Where the counters are read from and by which clock; a test puts its own here. */
export interface ProcReader {
  /** A file's text; throws where there is none. */
  readonly read: (path: string) => string
  readonly now: () => number
}

/** What the kernel has counted so far, in its ticks; `ownTicks` are those of the bench's own processes. */
interface Counters {
  readonly atMs: number
  readonly cores: number
  readonly ticks: number
  readonly busyTicks: number
  readonly ownTicks: number
}

/**
 * Ticks of /proc a second: USER_HZ, fixed at 100 for all that Node runs on whatever the kernel's own HZ is (proc(5),
 * time(7)). Were it another, the ticks of a window would not add up and there would be no figure.
 */
const ticksPerSecond = 100

/** How far the ticks of all cores may be from the time that passed, as a share: sandboxes that count nothing are out. */
const mistrust = 0.2

const machine: ProcReader = { read: path => readFileSync(path, 'latin1'), now: monotonicMs }

/**
 * Starts to count the CPU time that others than this process and `pids` take, the hypervisor's steal among it (proc(5),
 * /proc/stat and /proc/PID/stat). The function returned ends that and gives it as a share of one core, at least 0; null
 * where it is not counted, as outside Linux, where the counters do not add up, or where one of `pids` is gone.
 *
 * Most kernels book a whole tick on whoever runs when it strikes, but time a process exactly: with ticks of 4 ms a
 * bench that takes half a core is off by about 2 % of a core in 2 s, whoever else runs.
 */
export function startOtherProcesses(
  pids: readonly number[],
  { read, now }: ProcReader = machine,
): () => number | null {
  const own = [process.pid, ...pids]
  const before = readCounters(own, read, now)
  return () => {
    const after = before && readCounters(own, read, now)
    return before && after ? shareOfCore(before, after) : null
  }
}

function shareOfCore(before: Counters, after: Counters): number | null {
  const ticks = (after.atMs - before.atMs) * (ticksPerSecond / 1_000)
  const expected = ticks * after.cores
  const counted = after.ticks - before.ticks
  if (!(ticks > 0 && Math.abs(counted - expected) <= expected * mistrust)) return null
  const others = after.busyTicks - before.busyTicks - (after.ownTicks - before.ownTicks)
  return Math.max(0, others) / ticks
}

function readCounters(
  pids: readonly number[],
  read: ProcReader['read'],
  now: ProcReader['now'],
): Counters | null {
  try {
    const machineTicks = readMachine(read('/proc/stat'))
    const ownTicks = pids.reduce((sum, pid) => sum + processTicks(read(`/proc/${pid}/stat`)), 0)
    const counters = { atMs: now(), ...machineTicks, ownTicks }
    return Object.values(counters).every(Number.isFinite) ? counters : null
  } catch (error) {
    // No such file, or one that this user may not read: there is no figure. Anything else is a fault of ours.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

/** Guest time is within user time already; waiting for a disk is idle. */
function readMachine(stat: string): Pick<Counters, 'cores' | 'ticks' | 'busyTicks'> {
  const fields = /^cpu +(.*)$/m.exec(stat)?.[1] ?? ''
  const [user, nice, system, idle, ioWait, irq, softIrq, steal] = fields.split(' ').map(Number)
  const busyTicks = user! + nice! + system! + irq! + softIrq! + steal!
  return { cores: stat.match(/^cpu\d+ /gm)?.length ?? 0, ticks: busyTicks + idle! + ioWait!, busyTicks }
}

/** User and system time, fields 14 and 15; the name, field 2, may hold spaces and brackets. */
function processTicks(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(afterName[11]) + Number(afterName[12])
}

import { describe, expect, it } from 'vitest'
import { startOtherProcesses } from './other-processes.ts'

/** Ticks of a machine with two cores, in the order of /proc/stat, and of two of its processes. */
interface Ticks {
  readonly atMs: number
  readonly cpu: readonly number[]
  readonly self: number
  readonly child: number
}

const statOf = ({ cpu }: Ticks) =>
  `cpu  ${cpu.join(' ')}\ncpu0 1 0 0 0 0 0 0 0 0 0\ncpu1 1 0 0 0 0 0 0 0 0 0\nintr 5 1 cpu9 \nctxt 7\n`
// User and system time are half each; a process may call itself anything.
const processOf = (pid: number, ticks: number) =>
  `${pid} (a) R 1 (b) S ${Array.from({ length: 10 }, () => 9).join(' ')} ${ticks - 1} 1 77 77 20 0\n`

/** Reads one machine, then another. */
function readerOf(...states: readonly Ticks[]) {
  let index = -1
  return {
    now: () => states[index]!.atMs,
    read: (path: string) => {
      if (path === '/proc/stat') index += 1
      const state = states[index]!
      if (path === '/proc/stat') return statOf(state)
      if (path === `/proc/${process.pid}/stat`) return processOf(process.pid, state.self)
      if (path === '/proc/42/stat') return processOf(42, state.child)
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
    },
  }
}

const shareOf = (earlier: Ticks, later: Ticks, pids: readonly number[] = [42]) =>
  startOtherProcesses(pids, readerOf(earlier, later))()

// user nice system idle iowait irq softirq steal guest guest_nice
const earlier: Ticks = {
  atMs: 1_000,
  cpu: [500, 10, 200, 9_000, 30, 1, 2, 3, 400, 5],
  self: 50,
  child: 100,
}
/** Two seconds later: 400 ticks of two cores. */
const later = (change: Partial<Ticks>): Ticks => ({
  atMs: 3_000,
  cpu: [540, 10, 220, 9_330, 40, 1, 2, 3, 400, 5],
  self: 55,
  child: 155,
  ...change,
})

describe('the CPU time of other processes', () => {
  it('is nothing where the bench took all that was busy', () => {
    expect(shareOf(earlier, later({}))).toBe(0)
  })

  it('is what of the busy ticks is not the bench’s, as a share of one core', () => {
    expect(shareOf(earlier, later({ self: 50, child: 120 }))).toBeCloseTo(40 / 200, 12)
    expect(shareOf(earlier, later({}), [])).toBeCloseTo(55 / 200, 12)
    // Both cores busy, one with others.
    expect(
      shareOf(earlier, later({ cpu: [900, 10, 200, 9_000, 30, 1, 2, 3, 800, 5], child: 295 })),
    ).toBeCloseTo(1, 12)
  })

  it('holds nice, system, interrupts and steal, but neither waiting for a disk nor a guest twice', () => {
    const changed = (field: number, ticks: number) =>
      shareOf(
        { ...earlier, self: 0, child: 0 },
        {
          atMs: 3_000,
          cpu: earlier.cpu.map((value, index) =>
            index === field ? value + ticks : index === 3 ? value + 400 - (field < 8 ? ticks : 0) : value,
          ),
          self: 0,
          child: 0,
        },
      )
    expect([0, 1, 2, 4, 5, 6, 7, 8, 9].map(field => changed(field, 120))).toEqual([
      0.6, 0.6, 0.6, 0, 0.6, 0.6, 0.6, 0, 0,
    ])
  })

  it('is never below nothing, where the kernel books a tick on the wrong one', () => {
    expect(shareOf(earlier, later({ child: 170 }))).toBe(0)
  })

  it('is unknown where the counters stand still, or do not add up to the time', () => {
    expect(shareOf(earlier, later({ cpu: earlier.cpu, self: 50, child: 100 }))).toBeNull()
    expect(shareOf(earlier, later({ cpu: [540, 10, 220, 10_000, 40, 1, 2, 3, 400, 5] }))).toBeNull()
    expect(shareOf(earlier, later({ atMs: 1_000 }))).toBeNull()
    expect(shareOf({ ...earlier, cpu: [] }, later({ cpu: [] }))).toBeNull()
  })

  it('is unknown without /proc, or where a process of the bench is gone', () => {
    const missing = () => {
      throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
    }
    expect(startOtherProcesses([42], { read: missing, now: () => 0 })()).toBeNull()
    expect(shareOf(earlier, later({}), [43])).toBeNull()
  })

  it('passes on a fault that is not the machine’s', () => {
    const broken = () => {
      throw new TypeError('a fault')
    }
    expect(() => startOtherProcesses([], { read: broken, now: () => 0 })).toThrow('a fault')
  })
})

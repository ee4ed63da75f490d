import { createMetronome } from '../../server/sources/metronome.ts'
import { createHeap } from './heap.ts'

/**
 * How long before its time an action's alarm is set, in milliseconds: a sleeping thread wakes this much late, more
 * often than not, and the rest is waited out awake.
 */
const leadMs = 0.35

/** Runs actions at absolute times, in milliseconds on the host's monotonic clock. */
export interface Agenda {
  now(): number
  /** Runs `action` at `timeMs` or just after, never before and never within this call; equal times run in turn. */
  at(timeMs: number, action: () => void): void
  /** How long it has waited awake for the times of actions, in milliseconds since it was made. */
  awakeMs(): number
  /** Forgets every action, and resolves when the clock has ended. */
  close(): Promise<void>
}

interface Entry {
  readonly timeMs: number
  readonly turn: number
  readonly action: () => void
}

/**
 * Starts one clock for any number of pipes: a wake-up runs all that is due, so a dense stretch shares wake-ups.
 * Resolves when the clock runs; rejects with the reason of an abort before that.
 */
export async function createAgenda(signal: AbortSignal): Promise<Agenda> {
  const metronome = createMetronome(signal)
  await metronome.at(0)
  const entries = createHeap<Entry>(
    (a, b) => a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.turn < b.turn),
  )
  /** Wake-ups asked for, the earliest last. */
  const alarms: number[] = []
  let turns = 0
  let awakeMs = 0
  let closed = false

  function setAlarm(): void {
    const first = entries.peek()
    if (!first) return
    const alarmMs = first.timeMs - leadMs
    if (alarmMs >= (alarms.at(-1) ?? Number.POSITIVE_INFINITY)) return
    alarms.push(alarmMs)
    metronome.at(alarmMs).then(wake, (reason: unknown) => {
      // Left to the process: without its clock a link would hold everything for ever.
      if (!closed && !signal.aborted) throw reason
    })
  }

  function isNear(entry: Entry | undefined): boolean {
    return entry !== undefined && entry.timeMs - leadMs <= metronome.now()
  }

  /** Shorter than any sleep. */
  function waitAwake(timeMs: number): void {
    const fromMs = metronome.now()
    let nowMs = fromMs
    while (nowMs < timeMs) nowMs = metronome.now()
    awakeMs += nowMs - fromMs
  }

  function wake(): void {
    while ((alarms.at(-1) ?? Number.POSITIVE_INFINITY) <= metronome.now()) alarms.pop()
    while (!closed && isNear(entries.peek())) {
      const { timeMs, action } = entries.pop()!
      waitAwake(timeMs)
      action()
    }
    setAlarm()
  }

  return {
    now: metronome.now,
    at(timeMs, action) {
      if (closed) return
      turns += 1
      entries.push({ timeMs, turn: turns, action })
      setAlarm()
    },
    awakeMs: () => awakeMs,
    close() {
      closed = true
      return metronome.close()
    },
  }
}

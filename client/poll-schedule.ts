import type { ClientEnvironment, PollOptions } from './transport.ts'

/** Says when the next poll is due, in the clock's milliseconds, given the time now. */
type DueTime = (nowMs: number) => number

const paces: Readonly<Record<PollOptions['pace'], (intervalMs: number, firstMs: number) => DueTime>> = {
  rate(intervalMs, firstMs) {
    let slotMs = firstMs - intervalMs
    return nowMs => {
      // An answer that came late costs the slots it missed; they are not made up for.
      slotMs += intervalMs * Math.max(1, Math.ceil((nowMs - slotMs) / intervalMs))
      return slotMs
    }
  },
  pause(intervalMs, firstMs) {
    let first = true
    return nowMs => {
      const dueMs = first ? firstMs : nowMs + intervalMs
      first = false
      return dueMs
    }
  },
}

/**
 * Starts a schedule of polls. Each call, made when an answer has come, says how many milliseconds the next poll
 * waits. Throws a RangeError for an interval that is not positive.
 */
export function createPollSchedule(
  { intervalMs, pace, phaseMs }: PollOptions,
  { now, random }: Pick<ClientEnvironment, 'now' | 'random'>,
): () => number {
  if (!(intervalMs > 0))
    throw new RangeError(`poll.intervalMs: got ${intervalMs}, expected a positive number`)
  const dueTime = paces[pace](intervalMs, now() + (phaseMs ?? random() * intervalMs))
  return () => {
    const nowMs = now()
    return Math.max(0, dueTime(nowMs) - nowMs)
  }
}

/** What an impatient buyer is made with. */
export interface ImpatientOptions {
  readonly perSecond: () => number
  /** A number in [0, 1). */
  readonly random: () => number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** The seats that his map shows free. */
  readonly free: () => readonly string[]
  readonly click: (seat: string) => void
}

/** How long one who is told not to click waits before he asks again, in milliseconds. */
const idleMs = 500

/**
 * A buyer who clicks at random times (Poisson) on a seat that his map shows free, each as likely, until the signal
 * aborts; where it shows none he does not click.
 */
export async function runImpatient(options: ImpatientOptions, signal: AbortSignal): Promise<void> {
  const { perSecond, random, wait, free, click } = options
  try {
    for (;;) {
      const rate = perSecond()
      await wait(rate > 0 ? (-Math.log(1 - random()) * 1_000) / rate : idleMs, signal)
      const seats = free()
      const seat = seats[Math.floor(random() * seats.length)]
      if (rate > 0 && seat !== undefined) click(seat)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

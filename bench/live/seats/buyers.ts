/** What simulated buyers are made with. */
export interface BuyersOptions {
  /** Buys once; rejects where nothing can be sold now. */
  readonly buy: () => Promise<void>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** Told in one line why they stopped. */
  readonly onProblem: (text: string) => void
}

/** Simulated buyers, a Poisson process. */
export interface Buyers {
  /** 0 while they are off. */
  readonly perSecond: number
  /** Sets their rate, 0 for none; they stop after `forMs` unless they are set again. */
  set(perSecond: number, forMs: number): void
  stop(): void
}

/** Buyers who are off. */
export function createBuyers({ buy, random, wait, onProblem }: BuyersOptions): Buyers {
  let perSecond = 0
  let buying = new AbortController()
  let lease = new AbortController()

  function stop(): void {
    perSecond = 0
    buying.abort()
    lease.abort()
  }
  function fail(error: Error): void {
    if (perSecond > 0) onProblem(`the simulated buyers stopped: ${error.message}`)
    stop()
  }
  async function run(rate: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      await wait((-Math.log(1 - random()) * 1_000) / rate, signal)
      // Waiting for the sale to be told would make the gaps longer than they are meant to be.
      buy().catch(fail)
    }
  }

  return {
    get perSecond() {
      return perSecond
    },
    set(rate, forMs) {
      lease.abort()
      lease = new AbortController()
      if (rate !== perSecond) {
        buying.abort()
        buying = new AbortController()
        perSecond = rate
        if (rate > 0) untilAborted(run(rate, buying.signal), buying.signal, fail)
      }
      untilAborted(wait(forMs, lease.signal).then(stop), lease.signal, fail)
    },
    stop,
  }
}

function untilAborted(promise: Promise<void>, signal: AbortSignal, fail: (error: Error) => void): void {
  promise.catch((error: Error) => {
    if (!signal.aborted) fail(error)
  })
}

import autocannon from 'autocannon'
import { monotonicMs } from '../../../server/sources/clock.ts'

/** Requests in a closed loop: each connection asks again as soon as it has its answer. */
export interface RequestLoad {
  readonly url: string
  readonly durationMs: number
}

/** What came of them. */
export interface RequestCount {
  readonly answered: number
  /** From the first answer to the last. */
  readonly perSecond: number
}

const connections = 10

/**
 * Runs autocannon without a rate, so nothing is corrected, and takes none of its latencies. Rejects when an answer was
 * not a 2xx.
 */
export function requestInLoop({ url, durationMs }: RequestLoad): Promise<RequestCount> {
  let answered = 0
  let firstMs = 0
  let lastMs = 0
  return new Promise((resolve, reject) => {
    // It looks every `sampleInt` whether its time is over.
    const options = { url, connections, duration: durationMs / 1_000, sampleInt: 20 }
    const run = autocannon(options, (error: Error | null, result: autocannon.Result | undefined) => {
      const { non2xx, errors } = result ?? none
      if (error) reject(error)
      else if (non2xx > 0 || errors > 0 || answered < 2)
        reject(new Error(`${url}: ${answered} answers, ${non2xx} of them not 2xx, ${errors} errors`))
      else resolve({ answered, perSecond: ((answered - 1) / (lastMs - firstMs)) * 1_000 })
    })
    run.on('response', () => {
      lastMs = monotonicMs()
      if (answered === 0) firstMs = lastMs
      answered += 1
    })
  })
}

const none = { non2xx: 0, errors: 0 }

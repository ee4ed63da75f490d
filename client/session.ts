import type { Delivery, Transport, TransportOptions } from './transport.ts'

/**
 * Gives a transport the two ends that all five share: an abort ends the iteration without an error, and any end,
 * also a reader that leaves, aborts whatever the transport still has open.
 */
export function session(run: Transport): Transport {
  return options => ({ [Symbol.asyncIterator]: () => begin(run, options) })
}

/** An iterator and no generator: each of those that a delivery passes is a few turns of microtasks later. */
function begin(run: Transport, options: TransportOptions): AsyncIterator<Delivery, void, undefined> {
  const { signal: outer } = options
  const controller = new AbortController()
  const follow = () => controller.abort(outer.reason)
  let inner: AsyncIterator<Delivery> | undefined
  let ended = false

  function start(): AsyncIterator<Delivery> {
    outer.addEventListener('abort', follow)
    return run({ ...options, signal: controller.signal })[Symbol.asyncIterator]()
  }

  function end(): { done: true; value: undefined } {
    ended = true
    outer.removeEventListener('abort', follow)
    controller.abort()
    return { done: true, value: undefined }
  }

  async function next(): Promise<IteratorResult<Delivery, void>> {
    if (ended || (outer.aborted && inner === undefined)) return end()
    try {
      inner ??= start()
      const result = await inner.next()
      return result.done ? end() : outer.aborted ? await leave() : result
    } catch (error) {
      const aborted = outer.aborted
      end()
      if (!aborted) throw error
      return { done: true, value: undefined }
    }
  }

  async function leave(): Promise<{ done: true; value: undefined }> {
    if (!ended) await inner?.return?.()
    return end()
  }

  return { next, return: leave }
}

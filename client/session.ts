import type { Transport } from './transport.ts'

/**
 * Gives a transport the two ends that all five share: an abort ends the iteration without an error, and any end,
 * also a reader that leaves, aborts whatever the transport still has open.
 */
export function session(run: Transport): Transport {
  return async function* (options) {
    const { signal: outer } = options
    const controller = new AbortController()
    const follow = () => controller.abort(outer.reason)
    if (outer.aborted) return
    outer.addEventListener('abort', follow)
    try {
      for await (const delivery of run({ ...options, signal: controller.signal })) {
        if (outer.aborted) return
        yield delivery
      }
    } catch (error) {
      if (!outer.aborted) throw error
    } finally {
      outer.removeEventListener('abort', follow)
      controller.abort()
    }
  }
}

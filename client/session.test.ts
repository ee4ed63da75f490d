import { describe, expect, it, vi } from 'vitest'
import { session } from './session.ts'
import { drain, take } from './test/scripted-server.ts'
import type { ClientEnvironment, Delivery } from './transport.ts'

const opening: Delivery = { type: 'open', cursor: 'e.0' }

/** A session that delivers its opening and then does as it is told, with the signal that it was given. */
function start(then: (signal: AbortSignal) => Promise<void>) {
  const abort = new AbortController()
  let inner: AbortSignal | undefined
  const run = session(async function* ({ signal }) {
    inner = signal
    yield opening
    await then(signal)
  })
  const added = vi.spyOn(abort.signal, 'addEventListener')
  const removed = vi.spyOn(abort.signal, 'removeEventListener')
  const environment = {} as ClientEnvironment
  const deliveries = run({ url: new URL('http://127.0.0.1/'), environment, signal: abort.signal })
  const leftBehind = () => added.mock.calls.length - removed.mock.calls.length
  return { abort, deliveries, inner: () => inner!, leftBehind }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('a session', () => {
  it('ends without an error on an abort', async () => {
    const { abort, deliveries, leftBehind } = start(untilAborted)
    const reading = drain(deliveries)
    setImmediate(() => abort.abort())
    expect(await reading).toEqual({ items: [opening], error: undefined })
    expect(leftBehind()).toBe(0)
  })

  it('aborts what it has open when it breaks, and throws what broke it', async () => {
    const failure = new Error('cut')
    const { deliveries, inner, leftBehind } = start(() => Promise.reject(failure))
    expect(await drain(deliveries)).toEqual({ items: [opening], error: failure })
    expect(inner().aborted).toBe(true)
    expect(leftBehind()).toBe(0)
  })

  it('aborts what it has open when its reader leaves', async () => {
    const { deliveries, inner, leftBehind } = start(untilAborted)
    await take(deliveries, 1)
    expect(inner().aborted).toBe(true)
    expect(leftBehind()).toBe(0)
  })
})

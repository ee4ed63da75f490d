import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createMetronome } from './metronome.ts'

describe('createMetronome', () => {
  it('resolves never early, in order of time, whatever the order of asking', async () => {
    const metronome = createMetronome(new AbortController().signal)
    const start = metronome.now()
    const order: number[] = []
    const ask = async (afterMs: number) => {
      await metronome.at(start + afterMs)
      expect(metronome.now()).toBeGreaterThanOrEqual(start + afterMs)
      order.push(afterMs)
    }
    await Promise.all([90, 5.25, 70.7, 5.25, 0, -10, 70.1].map(ask))
    expect(order).toEqual([-10, 0, 5.25, 5.25, 70.1, 70.7, 90])
    await metronome.close()
  })

  it('takes an earlier time while it sleeps towards a later one, and leaves no listener when closed', async () => {
    const { signal } = new AbortController()
    const metronome = createMetronome(signal)
    const start = metronome.now()
    const far = metronome.at(Number.MAX_VALUE)
    far.catch(() => {})
    await metronome.at(start + 1)
    await metronome.close()
    await expect(far).rejects.toThrow('the metronome is closed')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('rejects what waits with the reason of an abort, and ends its thread', async () => {
    const abort = new AbortController()
    const metronome = createMetronome(abort.signal)
    const reason = new Error('enough')
    const waiting = metronome.at(metronome.now() + 3_600_000)
    abort.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await metronome.close()
    await expect(metronome.at(0)).rejects.toBe(reason)
  })

  it('ends at once on a signal that has aborted', async () => {
    const metronome = createMetronome(AbortSignal.abort('before'))
    await expect(metronome.at(0)).rejects.toBe('before')
    await metronome.close()
  })
})

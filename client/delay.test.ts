import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeadline } from './deadline.ts'
import { delay } from './delay.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a delay', () => {
  it('is never shorter than it was asked for', async () => {
    let done = false
    delay(10.2, new AbortController().signal).then(() => {
      done = true
    })
    await vi.advanceTimersByTimeAsync(10)
    expect(done).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toBe(true)
  })

  it('rejects with the reason of an abort, and leaves no timer', async () => {
    const abort = new AbortController()
    const waiting = delay(1_000, abort.signal)
    abort.abort('enough')
    await expect(waiting).rejects.toBe('enough')
    await expect(delay(1_000, abort.signal)).rejects.toBe('enough')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no listener', async () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const added = vi.spyOn(signal, 'addEventListener')
    const waiting = delay(1, signal)
    await vi.runAllTimersAsync()
    await waiting
    expect(removed.mock.calls).toEqual(added.mock.calls)
  })

  it('does not fire at once when it is longer than a timer can be', async () => {
    const abort = new AbortController()
    let done = false
    delay(2 ** 33, abort.signal).then(
      () => {
        done = true
      },
      () => undefined,
    )
    await vi.advanceTimersByTimeAsync(1_000)
    expect(done).toBe(false)
    abort.abort()
  })
})

describe('a deadline', () => {
  const start = () => createDeadline(100, new AbortController().signal, Date.now)

  it('aborts with silent when its time is up', () => {
    const { signal } = start()
    vi.advanceTimersByTime(99)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(signal.reason).toMatchObject({ code: 'silent', message: 'the server was silent for 100 ms' })
  })

  it('counts from the last restart', () => {
    const { signal, restart } = start()
    vi.advanceTimersByTime(60)
    restart()
    vi.advanceTimersByTime(99)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(signal.aborted).toBe(true)
  })

  it('stands still while it is paused', () => {
    const { signal, pause, restart } = start()
    pause()
    vi.advanceTimersByTime(1_000)
    restart()
    vi.advanceTimersByTime(99)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(signal.aborted).toBe(true)
  })
})

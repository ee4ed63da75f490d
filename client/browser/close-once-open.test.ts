import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeOnceOpen, untilNoneLeaves } from './close-once-open.ts'

/** A WebSocket that the test opens and closes. */
class ScriptedSocket extends EventTarget {
  readonly url: string
  readyState: WebSocket['readyState'] = 0
  readonly closed: unknown[] = []

  constructor(url = 'ws://localhost:1/websocket') {
    super()
    this.url = url
  }
  close(code?: number): void {
    this.closed.push(code)
  }
  open(): void {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }
  end(): void {
    this.dispatchEvent(new Event('close'))
  }
}

const { signal } = new AbortController()

/** Whether no socket to a host is being let go of by now. */
async function isFree(host: string): Promise<boolean> {
  const free = untilNoneLeaves(host, signal).then(() => true)
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  return await Promise.race([free, Promise.resolve(false)])
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a socket that nobody wants any more', () => {
  it('is closed at once when it is open', async () => {
    const socket = new ScriptedSocket()
    socket.open()
    closeOnceOpen(socket)
    expect(socket.closed).toEqual([1_000])
    expect(await isFree('localhost:1')).toBe(true)
  })

  it('is let open before it is closed, and its host is free when it has gone', async () => {
    const socket = new ScriptedSocket()
    closeOnceOpen(socket)
    expect([socket.closed, await isFree('localhost:1'), await isFree('localhost:2')]).toEqual([
      [],
      false,
      true,
    ])
    socket.open()
    expect(socket.closed).toEqual([1_000])
    socket.end()
    expect(await isFree('localhost:1')).toBe(true)
    vi.advanceTimersByTime(5_000)
    expect(socket.closed).toEqual([1_000])
  })

  it('is closed after two seconds when it does not open', () => {
    const socket = new ScriptedSocket()
    closeOnceOpen(socket)
    vi.advanceTimersByTime(1_999)
    expect(socket.closed).toEqual([])
    vi.advanceTimersByTime(1)
    expect(socket.closed).toEqual([1_000])
    socket.end()
  })
})

describe('the wait for a host', () => {
  it('ends with the reason of an abort', async () => {
    const socket = new ScriptedSocket()
    closeOnceOpen(socket)
    const abort = new AbortController()
    const wait = untilNoneLeaves('localhost:1', abort.signal)
    abort.abort('enough')
    await expect(wait).rejects.toBe('enough')
    socket.end()
  })
})

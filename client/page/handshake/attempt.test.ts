import { describe, expect, it } from 'vitest'
import { type Observation, outcomeOf, startAttempt } from './attempt.ts'

const seen = (change: Partial<Observation>): Observation => ({
  openMs: null,
  message: null,
  messageMs: null,
  errorMs: null,
  close: null,
  ...change,
})
const close = (code: number, wasClean: boolean) => ({ code, wasClean, reason: '', atMs: 3 })

describe('an attempt', () => {
  it.each([
    ['pending', {}],
    ['pending', { openMs: 1 }],
    ['refused', { close: close(1006, false) }],
    ['failed', { openMs: 1, close: close(1006, false) }],
    ['closed', { openMs: 1, close: close(1005, true) }],
    ['works', { openMs: 1, message: 'hi' }],
    ['works', { openMs: 1, message: 'hi', close: close(1000, true) }],
  ] as const)('comes out as %s for %j', (outcome, change) => {
    expect(outcomeOf(seen(change))).toBe(outcome)
  })

  it('sends its first message once open and keeps what it saw, with times', () => {
    const socket = Object.assign(new EventTarget(), { sent: [] as unknown[], closed: [] as unknown[] })
    const made = Object.assign(socket, {
      send: (data: unknown) => socket.sent.push(data),
      close: (code?: number) => socket.closed.push(code),
    })
    let now = 100
    const told: Observation[] = []
    const end = startAttempt({
      openSocket: () => made as unknown as WebSocket,
      now: () => now,
      first: 'hello',
      onChange: observation => told.push(observation),
    })
    const happen = (event: Event, atMs: number) => {
      now = atMs
      socket.dispatchEvent(event)
    }
    happen(new Event('open'), 101)
    happen(new MessageEvent('message', { data: 'one' }), 102)
    happen(new MessageEvent('message', { data: 'two' }), 103)
    happen(new Event('error'), 104)
    happen(Object.assign(new Event('close'), { code: 1006, wasClean: false, reason: '' }), 105)
    expect(socket.sent).toEqual(['hello'])
    expect(told.at(-1)).toEqual({
      openMs: 1,
      message: 'one',
      messageMs: 2,
      errorMs: 4,
      close: { code: 1006, wasClean: false, reason: '', atMs: 5 },
    })
    end()
    expect(socket.closed).toEqual([1000])
  })
})

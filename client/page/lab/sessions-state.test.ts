import { describe, expect, it } from 'vitest'
import { initialState } from '../state.ts'
import { blockedAfterMs, deadlinesOf, restartKey } from './sessions-deadlines.ts'
import { type SessionFacts, stateOf } from './sessions-state.ts'

const facts: SessionFacts = {
  phase: 'open',
  askedMs: null,
  isOnLink: false,
  linkSees: true,
  heardMs: 10_000,
  suspectMs: 3_000,
  blockedAfterMs: 1_500,
}
const withLink = (link: Partial<typeof initialState.settings.link>) => ({
  ...initialState,
  settings: { ...initialState.settings, link: { ...initialState.settings.link, ...link } },
})

describe('the word for a session', () => {
  it.each([
    ['websocket', {}, 'open'],
    ['polling', {}, 'gap'],
    ['long-polling', { askedMs: 10_500 }, 'waiting'],
    ['streaming', { askedMs: 9_499, phase: 'connecting' }, 'blocked'],
    ['streaming', { askedMs: 9_499, phase: 'connecting', isOnLink: true }, 'connecting'],
    ['streaming', { askedMs: 9_499, phase: 'connecting', linkSees: false }, 'connecting'],
    ['websocket', { askedMs: 9_499, phase: 'connecting' }, 'connecting'],
    ['long-polling', { askedMs: 9_499, phase: 'reconnecting' }, 'blocked'],
    ['sse', { phase: 'reconnecting' }, 'reconnecting'],
    ['sse', { heardMs: 7_999 }, 'suspect'],
    ['sse', { heardMs: 8_000 }, 'open'],
    ['sse', { heardMs: 0, phase: 'closed' }, 'closed'],
    ['sse', { heardMs: 0, phase: 'idle' }, 'idle'],
  ] as const)('%s of %o is %s', (transport, more, word) => {
    expect(stateOf(transport, { ...facts, ...more }, 11_000)).toBe(word)
  })
})

describe('the deadlines', () => {
  it('lie past the poll interval, the hold and the heartbeat', () => {
    expect(deadlinesOf('polling', initialState)).toEqual({ suspectMs: 3_048, silenceMs: 5_096 })
    expect(deadlinesOf('long-polling', initialState)).toEqual({ suspectMs: 27_048, silenceMs: 29_096 })
    expect(deadlinesOf('websocket', initialState)).toEqual({ suspectMs: 7_048, silenceMs: 9_096 })
  })

  it('leave room for a slow link', () => {
    expect(deadlinesOf('polling', withLink({ rttMs: 4_000, jitterMs: 100 })).suspectMs).toBe(1_000 + 32_768)
    expect(blockedAfterMs(withLink({ rttMs: 4_000, jitterMs: 100 }))).toBe(13_800)
  })
})

describe('what restarts a subscription', () => {
  const url = 'http://localhost:8081/?tab=3'
  const changes = (transport: Parameters<typeof restartKey>[1], state: typeof initialState) =>
    restartKey(url, transport, state) !== restartKey(url, transport, initialState)

  it.each([
    ['the poll interval', { ...initialState, poll: { intervalMs: 500, pace: 'rate' } }, ['polling']],
    ['the pace', { ...initialState, poll: { intervalMs: 1_000, pace: 'pause' } }, ['polling']],
    ['the hold', { ...initialState, holdMs: 2_000 }, ['long-polling']],
    [
      'the heartbeat',
      { ...initialState, settings: { ...initialState.settings, heartbeatMs: 1_000 } },
      ['streaming', 'sse', 'websocket'],
    ],
    ['a little more round trip', withLink({ rttMs: 500 }), []],
  ] as const)('%s restarts only what it matters to', (_, state, expected) => {
    const names = ['polling', 'long-polling', 'streaming', 'sse', 'websocket'] as const
    expect(names.filter(name => changes(name, state as typeof initialState))).toEqual(expected)
  })

  it('is for all of them another address', () => {
    expect(restartKey('http://localhost:8081/?tab=4', 'sse', initialState)).not.toBe(
      restartKey(url, 'sse', initialState),
    )
  })
})

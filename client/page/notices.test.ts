import { describe, expect, it } from 'vitest'
import { createText } from './i18n.ts'
import { noticesOf } from './notices.ts'
import { initialState } from './state.ts'

const words = { text: createText(() => 'en'), expectedOf: () => 'a number' }
const kinds = (change: Partial<typeof initialState>) =>
  noticesOf({ ...initialState, lab: 'open', ...change }, words).map(({ kind }) => kind)

describe('the notices', () => {
  it('are none while all is well, and while the page connects for the first time', () => {
    expect(kinds({})).toEqual([])
    expect(kinds({ lab: 'connecting' })).toEqual([])
  })

  it('say that the lab is lost, and then nothing of a server that nobody can see', () => {
    expect(kinds({ lab: 'lost', server: 'down', tabs: 3 })).toEqual(['lab-lost'])
  })

  it('say that the server is down, that there are other tabs, and that this one was hidden', () => {
    expect(kinds({ server: 'down', tabs: 2, throttled: true })).toEqual(['server-down', 'tabs', 'throttled'])
  })

  it('say in a replay that it is one, whatever became of the lab', () => {
    expect(kinds({ server: 'replay', lab: 'lost', tabs: 2, throttled: true })).toEqual(['replay'])
    const keyOf = (servedBy: 'lab' | 'static') =>
      noticesOf({ ...initialState, server: 'replay', servedBy }, words).map(({ key }) => key)
    expect([keyOf('lab'), keyOf('static')]).toEqual([['shell.replay'], ['shell.replayAlone']])
  })

  it('name what the address asked for in vain, and the lab’s own problem', () => {
    const wrong = [{ name: 'rtt', got: 'fast' }]
    expect(
      noticesOf({ ...initialState, lab: 'open', problem: 'no such file', wrong, dropped: 2 }, words),
    ).toEqual([
      { kind: 'dropped', icon: '⋯', key: 'shell.dropped', parameters: { items: 2 } },
      { kind: 'problem', icon: '✕', key: 'shell.problem', parameters: { text: 'no such file' } },
      {
        kind: 'address',
        icon: '✕',
        key: 'shell.wrongParameter',
        parameters: { ...wrong[0], expected: 'a number' },
      },
    ])
  })

  it('name what was asked of a lab that had begun anew, and what of it could not be', () => {
    const askedAgain = { feed: { eventsPerSecond: 20 }, link: { rttMs: 300 }, heartbeatMs: 1_000 }
    const { settings } = initialState
    const held = { ...settings, feed: { ...settings.feed, eventsPerSecond: 20 }, heartbeatMs: 1_000 }
    expect(noticesOf({ ...initialState, lab: 'open', askedAgain, settings: held }, words)).toEqual([
      { kind: 'asked-again', icon: '↻', key: 'shell.askedAgain', parameters: { names: 'Rate, Heartbeat' } },
      { kind: 'not-done-again', icon: '✕', key: 'shell.notDoneAgain', parameters: { names: 'Round trip' } },
    ])
    expect(kinds({ lab: 'lost', askedAgain })).toEqual(['lab-lost'])
  })
})

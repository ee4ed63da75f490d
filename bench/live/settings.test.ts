import { describe, expect, it } from 'vitest'
import { changeSettings, firstSettings } from './settings.ts'

describe('changed settings', () => {
  it('take what is given and keep the rest', () => {
    expect(
      changeSettings(firstSettings, { link: { rttMs: 40 }, feed: { kind: 'burst' }, keepAlive: false }),
    ).toEqual({
      settings: {
        ...firstSettings,
        link: { ...firstSettings.link, rttMs: 40 },
        feed: { ...firstSettings.feed, kind: 'burst' },
        keepAlive: false,
      },
    })
    expect(changeSettings(firstSettings, {})).toEqual({ settings: firstSettings })
  })

  it.each([
    [{ link: { rttMs: -1 } }, 'link.rttMs must be a number from 0 to 60000, got -1'],
    [{ link: { rttMs: '5' } }, 'link.rttMs must be a number from 0 to 60000, got "5"'],
    [{ link: { rttMs: null } }, 'link.rttMs must be a number from 0 to 60000, got null'],
    [{ link: { stallShare: 2 } }, 'link.stallShare must be a number from 0 to 1, got 2'],
    [{ link: { blackHole: 'yes' } }, 'link.blackHole must be true or false, got "yes"'],
    [
      { link: { proxyHoldBytes: 131_073 } },
      'link.proxyHoldBytes must be a whole number from 1 to 131072, or null, got 131073',
    ],
    [{ link: { cut: null } }, 'link.cut is not a setting'],
    [
      { feed: { kind: 'file' } },
      'feed.kind must be one of earthquakes, poisson, periodic, burst, manual, got "file"',
    ],
    [{ feed: { eventsPerSecond: 0 } }, 'feed.eventsPerSecond must be a number from 0.001 to 1000, got 0'],
    [{ feed: { seed: 1.5 } }, 'feed.seed must be a whole number from 0 to 9007199254740991, got 1.5'],
    [{ heartbeatMs: 9 }, 'heartbeatMs must be a whole number from 10 to 3600000, got 9'],
    [{ feed: 7 }, 'feed must be an object, got 7'],
    [null, 'changes must be an object, got null'],
  ])('refuse %j in one line', (asked, line) => {
    expect(changeSettings(firstSettings, asked)).toEqual({ problems: [line] })
  })

  it('are refused with one line for each that is wrong', () => {
    const asked = { link: { rttMs: -1, jitterMs: 5 }, heartbeatMs: 'x', other: 1 }
    expect(changeSettings(firstSettings, asked)).toEqual({
      problems: [
        'link.rttMs must be a number from 0 to 60000, got -1',
        'heartbeatMs must be a whole number from 10 to 3600000, got "x"',
        'other is not a setting',
      ],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { permalinkOf } from './copy-link.ts'
import { preferredLanguage } from './language.ts'
import { initialState } from './state.ts'
import { resolveTheme } from './theme.ts'
import { join } from './wishes.ts'

describe('the page’s language', () => {
  it('is the first of the browser’s that it speaks', () => {
    expect(preferredLanguage(['fr-FR', 'ko-KR', 'en-US'])).toBe('ko')
    expect(preferredLanguage(['en-GB', 'ko'])).toBe('en')
    expect(preferredLanguage(['fr', 'kok'])).toBe('en')
    expect(preferredLanguage([])).toBe('en')
  })
})

describe('the page’s theme', () => {
  it('is the system’s only where nothing else is chosen', () => {
    expect([resolveTheme('auto', true), resolveTheme('auto', false)]).toEqual(['dark', 'light'])
    expect([resolveTheme('light', true), resolveTheme('dark', false)]).toEqual(['light', 'dark'])
  })
})

describe('the link that is copied', () => {
  it('keeps the place, and says settings and view', () => {
    const url = new URL(permalinkOf('http://localhost:8080/?x=1#lab', { ...initialState, view: 'seats' }))
    expect([url.origin, url.hash, url.searchParams.get('rtt'), url.searchParams.get('x')]).toEqual([
      'http://localhost:8080',
      '#seats',
      '100',
      null,
    ])
  })
})

describe('two wishes', () => {
  it('are joined member by member, and the later holds', () => {
    const earlier = {
      page: { mode: 'one' },
      lab: { feed: { seed: 1, eventsPerSecond: 2 }, keepAlive: true },
    } as const
    const later = { lab: { feed: { seed: 3 }, link: { rttMs: 5 } } } as const
    expect(join(earlier, later)).toEqual({
      page: { mode: 'one' },
      lab: { feed: { seed: 3, eventsPerSecond: 2 }, link: { rttMs: 5 }, keepAlive: true },
    })
  })
})

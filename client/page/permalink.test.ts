import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveFeedKinds } from '../../bench/live/protocol.ts'
import { transportNames } from '../../server/protocol.ts'
import { numbers } from './controls/numbers.ts'
import { createText } from './i18n.ts'
import { expectedOf, fromQuery, labQueryOf, toPageQuery, toQuery, viewOf } from './permalink.ts'
import { initialState, languages, modes, type PageState, themes } from './state.ts'

function numberOf(name: keyof typeof numbers): fc.Arbitrary<number> {
  const { rule, unitSize } = numbers[name]
  const values =
    'whole' in rule ? fc.integer({ min: rule.least, max: rule.most }) : decimals(rule.least, rule.most)
  return values.map(value => Number((value * unitSize).toPrecision(12)))
}

/** Numbers as somebody may type them: up to three decimals. */
function decimals(least: number, most: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.ceil(least * 1000), max: Math.floor(most * 1000) }).map(n => n / 1000)
}

const states: fc.Arbitrary<PageState> = fc
  .record({
    language: fc.constantFrom(...languages),
    theme: fc.constantFrom(...themes),
    mode: fc.constantFrom(...modes),
    transport: fc.constantFrom(...transportNames),
    poll: fc.record({
      intervalMs: numberOf('intervalMs'),
      pace: fc.constantFrom('rate' as const, 'pause' as const),
    }),
    holdMs: numberOf('holdMs'),
    settings: fc.record({
      feed: fc.record({
        kind: fc.constantFrom(...liveFeedKinds),
        eventsPerSecond: numberOf('eventsPerSecond'),
        seed: numberOf('seed'),
        payloadBytes: fc.option(numberOf('payloadBytes')),
      }),
      link: fc.record({
        rttMs: numberOf('rttMs'),
        jitterMs: numberOf('jitterMs'),
        bandwidthBitsPerSecond: fc.option(numberOf('bandwidthBitsPerSecond')),
        stallShare: numberOf('stallShare'),
        blackHole: fc.boolean(),
        proxyHoldBytes: fc.constantFrom(null, 4096),
      }),
      keepAlive: fc.boolean(),
      heartbeatMs: numberOf('heartbeatMs'),
    }),
  })
  .map(part => ({ ...initialState, ...part }))

describe('a permalink', () => {
  it('asks for every setting that it was made from, of the page and of the lab', () => {
    fc.assert(
      fc.property(states, state => {
        const { language, theme, mode, transport, poll, holdMs, settings } = state
        expect(fromQuery(new URLSearchParams(toQuery(state).toString()), initialState)).toEqual({
          wishes: { page: { language, theme, mode, transport, poll, holdMs }, lab: settings },
          wrong: [],
        })
      }),
    )
  })

  it('asks for nothing when it has no query', () => {
    expect(fromQuery(new URLSearchParams(), initialState)).toEqual({ wishes: {}, wrong: [] })
  })

  it('leaves the interval alone when it names only the pace', () => {
    const { wishes } = fromQuery(new URLSearchParams('pace=pause&interval=250'), initialState)
    expect(wishes.page?.poll).toEqual({ intervalMs: 250, pace: 'pause' })
  })

  it('says what is wrong with a parameter, and takes the others', () => {
    const { wishes, wrong } = fromQuery(
      new URLSearchParams('rtt=fast&rate=5&payload=none&mode=both&x=1'),
      initialState,
    )
    expect(wishes.lab).toEqual({ feed: { eventsPerSecond: 5, payloadBytes: null } })
    expect(wrong).toEqual([
      { name: 'mode', got: 'both' },
      { name: 'rtt', got: 'fast' },
    ])
    const english = createText(() => 'en')
    expect(wrong.map(({ name }) => expectedOf(english, name))).toEqual([
      'one of compare, one',
      'a number from 0 to 10,000 ms',
    ])
  })
})

describe('the address while the page is used', () => {
  it('holds only what is the page’s own and not as usual', () => {
    const state: PageState = {
      ...initialState,
      language: 'ko',
      poll: { intervalMs: 500, pace: 'rate' },
      settings: { ...initialState.settings, keepAlive: false },
    }
    expect(toPageQuery(state, initialState).toString()).toBe('lang=ko&interval=500')
  })

  it('names a view in its fragment, the first without one, and nothing else there is a view', () => {
    expect(viewOf('#seats')).toBe('seats')
    expect(viewOf('#main')).toBeNull()
    expect(viewOf('')).toBe('lab')
  })

  it('tells what is asked of the lab from what is asked of the page', () => {
    const query = new URLSearchParams('lang=ko&rate=5&rtt=40&interval=500&replay=&unknown=1')
    expect(labQueryOf(query).toString()).toBe('rate=5&rtt=40')
  })
})

import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../server/sources/random.ts'
import { soakShortfalls } from './judge.ts'
import type { SoakLooks, SoakSizes } from './looks.ts'
import type { SoakLook } from './soak-look.ts'

const sizes: SoakSizes = { seconds: 1_200, visitorsPerSecond: 100, eventsPerSecond: 20, lookEveryMs: 10_000 }

interface Held {
  readonly heapBytes: number
  readonly timers: number
  readonly subscribers: number
  readonly retainedSockets: number
}

const usual: Held = { heapBytes: 15e6, timers: 276, subscribers: 275, retainedSockets: 0 }

/** A look at a server that holds this, and at a load in which nothing changes. */
function look(atMs: number, { heapBytes, timers, subscribers, retainedSockets }: Held): SoakLook {
  const common = { externalBytes: 2e6, residentBytes: 60e6, descriptors: 20, warnings: [] }
  const came = Math.round(atMs / 10)
  const tally = { came, left: came, events: came * 50, gaps: 0, retries: 0, published: 0, failed: 0 }
  return {
    atMs,
    server: { ...common, heapBytes, resources: { Timeout: timers }, connections: 0, retainedSockets },
    load: { ...common, heapBytes: 30e6, resources: {}, tally: { ...tally, failures: [] } },
    subscribers,
  }
}

/** A soak whose server holds, at each of its looks, what `held` says; at its beginning and its end nothing. */
function soak(held: (atMs: number, clients: number) => Partial<Held>, left: Partial<Held> = {}): SoakLooks {
  const none: Held = { ...usual, timers: 1, subscribers: 0 }
  return {
    before: look(0, none),
    during: Array.from({ length: 120 }, (_, index) => {
      const atMs = (index + 1) * 10_000
      return look(atMs, { ...usual, ...held(atMs, atMs / 10) })
    }),
    after: look(1_200_000, { ...none, ...left }),
  }
}

/** Noise of half a per cent. */
const noisy = (random: () => number) => ({ heapBytes: 15e6 * (1 + 0.01 * (random() - 0.5)) })

describe('the judgement of a soak', () => {
  it('finds nothing in noise, in a warm-up that grows, and in a wave', () => {
    const random = createRandom(5)
    expect(
      soakShortfalls(
        soak(() => noisy(random)),
        sizes,
      ),
    ).toEqual([])
    const warmup = soak(atMs => ({ heapBytes: 15e6 - Math.max(0, 400_000 - atMs) * 20 }))
    expect(soakShortfalls(warmup, sizes)).toEqual([])
    const wave = soak(atMs => ({ heapBytes: 15e6 + 5e5 * Math.sin(atMs / 60_000) }))
    expect(soakShortfalls(wave, sizes)).toEqual([])
  })

  it('finds a listener that stays for each client', () => {
    const random = createRandom(6)
    const leaking = soak((_, clients) => ({ heapBytes: noisy(random).heapBytes + 64 * clients }))
    expect(soakShortfalls(leaking, sizes)).toEqual([
      expect.stringMatching(/^server: heap grew from .* bytes: 6\d\.\d a client, expected at most 16\.0$/),
    ])
  })

  it('finds a timer that one of a thousand clients leaves, and says how many are left', () => {
    const timers = (_: number, clients: number) => ({ timers: 276 + Math.floor(clients / 1_000) })
    expect(soakShortfalls(soak(timers, { timers: 121 }), sizes)).toEqual([
      expect.stringMatching(/^server: Timeout grew from 3\d\d to 396: 0\.00100 a client/),
      'server: Timeout: 121 are left, where 1 were',
    ])
  })

  it('finds a single subscriber or socket that is left, and what grew only once', () => {
    expect(
      soakShortfalls(
        soak(() => ({}), { subscribers: 1, retainedSockets: 2 }),
        sizes,
      ),
    ).toEqual([
      'subscribers by /health: 1 are left, where 0 were',
      'server: destroyed sockets that are still held: 2 are left, where 0 were',
    ])
  })

  it('finds a load that did not keep up, clients that failed, gaps and warnings', () => {
    const sound = soak(() => ({}))
    const tally = { ...sound.after!.load.tally, came: 100_000, left: 99_999, gaps: 3, failed: 1 }
    const after: SoakLook = {
      ...sound.after!,
      load: {
        ...sound.after!.load,
        tally: { ...tally, failures: ['sse, abort: no connection'] },
        warnings: ['MaxListenersExceededWarning: 11 close listeners'],
      },
    }
    expect(soakShortfalls({ ...sound, after }, sizes)).toEqual([
      '100,000 clients came, expected 120,000',
      '1 clients did not end',
      '1 clients failed: sse, abort: no connection',
      '3 gaps were told, expected none',
      'Node warned: MaxListenersExceededWarning: 11 close listeners',
    ])
  })

  it('says that growth is that of a crowd, where clients could not leave in time', () => {
    const { before, during, after } = soak(() => ({}))
    const last = during.at(-1)!
    const { load } = last
    const crowded = { ...last, load: { ...load, tally: { ...load.tally, left: load.tally.came - 551 } } }
    expect(soakShortfalls({ before, during: [...during.slice(0, -1), crowded], after }, sizes)).toEqual([
      '551 clients were there at once, expected at most 550: the machine was too busy to tell what grows',
    ])
  })

  it('does not judge by fewer looks than carry an interval, nor a soak that was cut short', () => {
    const { before, during, after } = soak(() => ({}))
    expect(soakShortfalls({ before, during: during.slice(0, 12), after }, sizes)).toEqual([
      '8 looks were judged, expected at least 10',
    ])
    expect(soakShortfalls({ before, during, after: null }, sizes)).toEqual([
      'the soak did not come to its end',
    ])
  })
})

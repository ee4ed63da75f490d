import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Arrivals, arrivalKinds, beginning, createArrivals, type Pace, randomPlace } from './arrivals.ts'
import { earthquakesFile, findDataDirectory } from './earthquakes.ts'
import { createRandom } from './random.ts'
import { meanGapMs, type Recording, readRecording } from './recording.ts'

const file = createReadStream(join(findDataDirectory(), earthquakesFile))
const earthquakes = await readRecording(file, earthquakesFile)

const recordingOf = (...times: number[]): Recording => ({
  name: 'made.ndjson',
  events: times.map(timeMs => ({ timeMs, data: timeMs })),
})

interface Wish {
  recording?: Recording
  pace?: Pace
  seed?: number
  shuffle?: boolean
}

function offsets(kind: Arrivals, count: number, wish: Wish = {}): number[] {
  const { recording = earthquakes, pace = { eventsPerSecond: 10 }, seed = 1, shuffle = false } = wish
  const place = shuffle ? randomPlace(recording, createRandom(seed)) : beginning
  const arrivals = createArrivals[kind]({ recording, pace, place, random: createRandom(seed) })
  return Array.from({ length: count }, () => arrivals.next().value)
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - times[index]!)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variation = (values: readonly number[]) => {
  const centre = mean(values)
  return Math.sqrt(mean(values.map(value => (value - centre) ** 2))) / centre
}

describe.each(arrivalKinds)('%s arrivals', kind => {
  it('never decrease, begin at 0 or later, and are the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        fc.boolean(),
        (seed, eventsPerSecond, shuffle) => {
          const wish = { seed, shuffle, pace: { eventsPerSecond } }
          const times = offsets(kind, 2000, wish)
          expect(times[0]).toBeGreaterThanOrEqual(0)
          expect(gapsOf(times).every(gap => gap >= 0)).toBe(true)
          expect(offsets(kind, 2000, wish)).toEqual(times)
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each([{ eventsPerSecond: 20 }, { speed: 20 * (meanGapMs(earthquakes) / 1000) }])(
    'keep the mean rate of %o within 4 standard errors',
    pace => {
      const laps = 12
      const last = offsets(kind, laps * 1707 + 1, { pace }).at(-1)!
      // 20,484 gaps of variation 1, or 2,048 bursts: 4/sqrt(2048) = 9 %.
      expect(Math.abs(last / (laps * 1707) / 50 - 1)).toBeLessThan(kind === 'burst' ? 0.09 : 0.028)
    },
  )
})

describe('recorded arrivals', () => {
  it('scale the recorded gaps by the speed exactly', () => {
    const recording = recordingOf(1000, 1000, 1400, 3000)
    expect(offsets('recorded', 4, { recording, pace: { speed: 4 } })).toEqual([0, 0, 100, 500])
  })

  it('find the speed that gives a rate', () => {
    const recording = recordingOf(0, 1000, 4000)
    expect(offsets('recorded', 3, { recording, pace: { eventsPerSecond: 2 } })).toEqual([0, 250, 1000])
  })

  it('go on after the end by a mean gap, lap after lap', () => {
    const recording = recordingOf(5, 6, 15)
    const times = offsets('recorded', 7, { recording, pace: { speed: 1 } })
    expect(times).toEqual([0, 1, 10, 15, 16, 25, 30])
  })

  it('start at a place that the seed gives, the gaps unchanged', () => {
    const gaps = gapsOf(earthquakes.events.map(event => event.timeMs))
    const starts = [1, 2, 3, 4, 5].map(seed => {
      const { index, atMs } = randomPlace(earthquakes, createRandom(seed))
      const times = offsets('recorded', 100, { seed, shuffle: true, pace: { speed: 1 } })
      const lap = [...gaps, meanGapMs(earthquakes)]
      const expected = Array.from({ length: 99 }, (_, step) => lap[(index + step) % 1707]!)
      gapsOf(times).forEach((gap, step) => {
        expect(gap).toBeCloseTo(expected[step]!, 3)
      })
      const next = earthquakes.events[index]!.timeMs - earthquakes.events[0]!.timeMs
      expect(times[0]).toBeCloseTo(next - atMs, 3)
      return index
    })
    expect(new Set(starts).size).toBe(5)
  })

  it('may start in the gap between the end and the beginning', () => {
    const recording = recordingOf(0, 10)
    const place = randomPlace(recording, () => 0.75)
    expect(place).toEqual({ atMs: 15, index: 2 })
    const arrivals = createArrivals.recorded({ recording, pace: { speed: 1 }, place, random: () => 0 })
    expect([arrivals.next().value, arrivals.next().value]).toEqual([5, 15])
  })

  it('are refused at once where the recording has one time', () => {
    const recording = recordingOf(7, 7)
    for (const pace of [{ speed: 2 }, { eventsPerSecond: 2 }]) {
      expect(() => offsets('recorded', 0, { recording, pace })).toThrow(
        'made.ndjson: a rate needs events at 2',
      )
    }
    expect(offsets('periodic', 2, { recording, pace: { eventsPerSecond: 4 }, shuffle: true })).toEqual([
      0, 250,
    ])
  })
})

describe('the other arrivals', () => {
  it('poisson: gaps have the variation of an exponential', () => {
    const gaps = gapsOf(offsets('poisson', 20_000))
    expect(Math.abs(variation(gaps) - 1)).toBeLessThan(0.04)
    expect(gaps.filter(gap => gap > 100).length / gaps.length).toBeCloseTo(Math.exp(-1), 1.8)
  })

  it('periodic: every offset is a multiple of the period, without drift', () => {
    const times = offsets('periodic', 100_001, { pace: { eventsPerSecond: 30 } })
    expect(times.slice(0, 4)).toEqual([0, 1000 / 30, 2000 / 30, 100])
    expect(times[100_000]).toBe(1e8 / 30)
  })

  it('burst: 10 events at an instant, the instants a Poisson process of a tenth of the rate', () => {
    const times = offsets('burst', 50_000)
    const instants = times.filter((_, index) => index % 10 === 0)
    instants.forEach((instant, burst) => {
      expect(times.slice(burst * 10, burst * 10 + 10)).toEqual(Array(10).fill(instant))
    })
    expect(Math.abs(variation(gapsOf(instants)) - 1)).toBeLessThan(0.06)
  })
})

describe('the recorded earthquakes', () => {
  it('are 1,707 events, 353.7 s apart in the mean, of variation 1', () => {
    const gaps = gapsOf(earthquakes.events.map(event => event.timeMs))
    expect(earthquakes.events).toHaveLength(1707)
    expect(mean(gaps) / 1000).toBeCloseTo(353.7, 1)
    expect(variation(gaps)).toBeCloseTo(1, 2)
    expect(earthquakes.events[0]?.data).toMatchObject({ id: 'uw61345682', mag: 0.31 })
  })
})

import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { byteCategories } from '../wire/books.ts'
import { palettes, strokes } from './chart-look.ts'
import { chartNames, themes } from './chart-texts.ts'
import { chartMakers } from './charts.ts'
import { logit } from './latency-chart.ts'
import { logTicks } from './log-ticks.ts'
import { mergedPercentiles } from './percentiles.ts'
import { bytesOf } from './tables.ts'
import { reportFixture } from './test/fixture.ts'
import type { Summary } from './types.ts'

const summaries = reportFixture().summary
const look = { theme: 'light', fontFamily: 'sans-serif' } as const
const dataOf = (name: (typeof chartNames)[number], cells: readonly Summary[] = summaries) =>
  chartMakers[name](cells, look).data.datasets.map(({ label, data }) => ({ label, data }))

describe('charts', () => {
  it('draw the latency percentiles that are carried, a line a transport', () => {
    const expected = summaries.map(summary =>
      mergedPercentiles(summary).flatMap(({ percentile, milliseconds }) =>
        milliseconds === null ? [] : [{ x: logit(percentile), y: milliseconds }],
      ),
    )
    expect(dataOf('latency').map(({ data }) => data)).toEqual(expected)
    expect(dataOf('latency').map(({ label }) => label)).toEqual([
      'Polling',
      'Long polling',
      'Streaming',
      'SSE',
      'WebSocket',
    ])
  })

  it('draw bytes per event by kind, as in the summary', () => {
    expect(dataOf('bytes')).toEqual(
      byteCategories.map(label => ({ label, data: summaries.map(cell => bytesOf(cell, label).median) })),
    )
  })

  it('draw requests whose two parts add up to the rate, and nought for open transports', () => {
    const [answered, empty] = dataOf('requests').map(({ data }) => data as number[])
    summaries.forEach((cell, index) => {
      const whole = cell.requestsPerClientPerMinute.median ?? Number.NaN
      expect((answered?.[index] ?? 0) + (empty?.[index] ?? 0)).toBeCloseTo(whole, 9)
      expect(empty?.[index]).toBeCloseTo(whole * (cell.emptyShare.median ?? 0), 9)
    })
    expect(answered?.slice(2)).toEqual([0, 0, 0])
  })

  it('leave out what has no figure', () => {
    const [polling] = summaries as [Summary]
    const none = { median: null, low: null, high: null }
    const bare = { ...polling, requestsPerClientPerMinute: none, headBytesPerEvent: none }
    expect(dataOf('requests', [bare]).map(({ data }) => data)).toEqual([[null], [null]])
    expect(dataOf('bytes', [bare])[0]?.data).toEqual([null])
  })

  it('call no request empty where there is no empty share, as when streams are taken up again', () => {
    const [streaming] = summaries.filter(({ transport }) => transport === 'streaming') as [Summary]
    const reopened = { ...streaming, requestsPerClientPerMinute: { median: 4, low: 3, high: 5 } }
    expect(dataOf('requests', [reopened]).map(({ data }) => data)).toEqual([[4], [0]])
  })

  it('tell transports apart by marker and dash, not by colour alone', () => {
    const marks = transportNames.map(name => strokes[name].pointStyle)
    expect(new Set(marks).size).toBe(transportNames.length)
    for (const theme of themes) {
      const colours = transportNames.map(name => palettes[theme].transports[name])
      expect(new Set(colours).size).toBe(transportNames.length)
    }
  })

  it('use colours that stand out from the ground, and ink for text', () => {
    for (const theme of themes) {
      const { background, ink, transports, categories, answered, empty } = palettes[theme]
      expect(contrast(ink, background)).toBeGreaterThanOrEqual(7)
      for (const colour of [...Object.values(transports), ...Object.values(categories), answered, empty]) {
        expect(contrast(colour, background), `${theme} ${colour}`).toBeGreaterThanOrEqual(3)
      }
    }
  })

  it.each(chartNames)('make a %s chart of a single cell', name => {
    expect(chartMakers[name](summaries.slice(0, 1), look).data.datasets.length).toBeGreaterThan(0)
  })
})

describe('logarithmic ticks', () => {
  it('hold the values in 1–2–5 steps, and in decades over a wide span', () => {
    expect(logTicks([50.3, 544])).toEqual([50, 100, 200, 500, 1_000])
    expect(logTicks([0.3, 3_000])).toEqual([0.1, 1, 10, 100, 1_000, 10_000])
    expect(logTicks([10, 10])).toEqual([10, 20])
    expect(logTicks([])).toEqual([1, 10])
  })
})

/** WCAG 2.2's contrast ratio of two `#rrggbb` colours. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(from => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

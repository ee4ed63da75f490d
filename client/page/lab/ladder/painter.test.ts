import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { TraceView } from '../../context.ts'
import { ladderPalettes, ladderView } from '../test/ladder-picture.ts'
import { type Script, scriptedArrivals, scriptedTrace } from '../test/scripted-trace.ts'
import { labelPx } from './labels.ts'
import type { Message } from './message.ts'
import { createPainter, type Painter } from './painter.ts'
import { headPx, pixelsPerMsOf } from './view.ts'

const ratio = 1
const width = 1000
const height = 420
const palette = ladderPalettes.light

/** A painter of a trace that can be exchanged, and what is on its canvas. */
function painterOn() {
  const canvas = createCanvas(width * ratio, height * ratio)
  const pen = canvas.getContext('2d')
  let now = scriptedTrace({ rttMs: 0, untilMs: 0, eventsMs: [] })
  const trace = new Proxy({} as TraceView, { get: (_, name) => now[name as keyof TraceView] })
  const painter: Painter = createPainter(pen as unknown as CanvasRenderingContext2D, () => ratio)
  return {
    paint(known: TraceView, toMs: number, inSteps = false, spanMs = 5_000) {
      now = known
      const view = ladderView({ width, height, fromMs: toMs - spanMs, toMs, oneWayMs: 50 })
      painter.paint({ trace, view, palette }, inSteps)
    },
    touch: painter.touch,
    pixels: () => Buffer.from(pen.getImageData(0, 0, canvas.width, canvas.height).data),
  }
}

/** A message is told again, and other items come, within so many milliseconds of its time. */
const changingMs = 3_000

/** A script numbers its messages anew when it is longer; telemetry does not. */
function wordsOf(item: object): string {
  const { id: _, exchange: __, ...said } = item as Partial<Message>
  return JSON.stringify(said)
}

/** The earliest time at which two states of a trace differ. */
function changedAt(before: TraceView, after: TraceView): number {
  const sinceMs = (after.messages.at(-1)?.fromMs ?? 0) - changingMs
  const fresh = <T extends object>(
    from: readonly T[],
    to: readonly T[],
    timeOf: (item: T) => number,
  ): number[] => {
    const late = (items: readonly T[]) => items.filter(item => timeOf(item) > sinceMs)
    const known = new Set(late(from).map(wordsOf))
    return late(to)
      .filter(item => !known.has(wordsOf(item)))
      .map(timeOf)
  }
  return Math.min(
    ...fresh(before.messages, after.messages, ({ fromMs }) => fromMs),
    ...fresh(before.events, after.events, ({ appendedMs }) => appendedMs),
    ...fresh(before.receipts, after.receipts, ({ atMs }) => atMs),
    ...fresh(before.connections, after.connections, ({ atMs }) => atMs),
  )
}

/** How many pixels of a row may differ by rounding alone: the edge of a dot or two. */
const roundedPixels = 8

/** Rows by which labels leave: a new picture has no room for half of one, and those below take their places. */
const leavingPx = headPx + 3 * labelPx

/** Paints frame by frame as time goes on, and tells at which of them the picture is not what a new one is. */
function differences(script: Omit<Script, 'untilMs'>, spanMs = 5_000): readonly string[] {
  const moving = painterOn()
  const pixelMs = 1 / (pixelsPerMsOf(ladderView({ height, fromMs: 0, toMs: spanMs })) * ratio)
  const found: string[] = []
  let before = scriptedTrace({ ...script, untilMs: 0 })
  for (let frame = 0; frame <= 120; frame += 1) {
    const toMs = frame * 5 * pixelMs
    const known = scriptedTrace({ ...script, untilMs: toMs })
    moving.touch(changedAt(before, known))
    before = known
    moving.paint(known, toMs, false, spanMs)
    if (frame % 20 > 0) continue
    const fresh = painterOn()
    fresh.paint(known, toMs, false, spanMs)
    const [drawn, due] = [moving.pixels(), fresh.pixels()]
    const rows = new Map<number, number>()
    for (let at = leavingPx * width * 4; at < due.length; at += 1) {
      if (Math.abs((drawn[at] as number) - (due[at] as number)) > 40) {
        const row = Math.floor(at / 4 / width)
        rows.set(row, (rows.get(row) ?? 0) + 1 / 3)
      }
    }
    // An edge on the boundary of two rows falls to either: a row alone, and a few pixels, are no more than rounding.
    const isWrong = (row: number) => (rows.get(row) ?? 0) > roundedPixels
    const wrong = [...rows.keys()].filter(row => isWrong(row) && (isWrong(row - 1) || isWrong(row + 1)))
    if (wrong.length > 0)
      found.push(`at ${Math.round(toMs)} ms in rows ${wrong.slice(0, 5)}… of ${wrong.length}`)
  }
  return found
}

describe('a painter', () => {
  it.each([
    ['one event a second', { rttMs: 100, eventsMs: scriptedArrivals(1, 9_000), publishMs: [2_500] }],
    ['twelve a second', { rttMs: 100, eventsMs: scriptedArrivals(12, 9_000) }],
    ['fifty a second', { rttMs: 100, eventsMs: scriptedArrivals(50, 9_000) }],
    ['a reset', { rttMs: 100, eventsMs: scriptedArrivals(5, 9_000), resetMs: 4_000 }],
    ['a rest before each long poll', { rttMs: 100, eventsMs: [1_000], restMs: 2_400 }],
    ['events that take half a second', { rttMs: 1_000, eventsMs: scriptedArrivals(12, 9_000) }],
    ['a black hole', { rttMs: 100, eventsMs: scriptedArrivals(5, 9_000), blackHoleMs: 4_000 }],
  ])('that moves on shows what one shows that begins, with %s', (_, script) => {
    expect(differences(script)).toEqual([])
  })

  it.each([
    ['an event now and then', scriptedArrivals(0.3, 45_000)],
    ['twelve a second', scriptedArrivals(12, 45_000)],
    [
      'many at once, and then about twenty a second',
      [...Array(9).keys()]
        .map(each => 2_000 + each)
        .concat(scriptedArrivals(20, 45_000).filter(at => at > 2_250)),
    ],
  ])('that moves on shows what one shows that begins, with half a minute in sight and %s', (_, eventsMs) => {
    expect(differences({ rttMs: 100, eventsMs }, 30_000)).toEqual([])
  })

  it('draws nothing where nothing has changed, or before the next step', () => {
    const known = scriptedTrace({ rttMs: 100, untilMs: 3_000, eventsMs: [1_000] })
    const one = painterOn()
    one.paint(known, 3_000)
    const before = one.pixels()
    one.paint(scriptedTrace({ rttMs: 100, untilMs: 3_000, eventsMs: [] }), 3_000)
    expect(one.pixels().equals(before)).toBe(true)
    one.touch(0)
    one.paint(scriptedTrace({ rttMs: 100, untilMs: 3_000, eventsMs: [] }), 3_000, true)
    expect(one.pixels().equals(before)).toBe(true)
    one.paint(scriptedTrace({ rttMs: 100, untilMs: 3_000, eventsMs: [] }), 3_000)
    expect(one.pixels().equals(before)).toBe(false)
  })
})

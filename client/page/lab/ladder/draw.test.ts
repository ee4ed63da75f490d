import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { ladderPalettes, ladderPicture, ladderView } from '../test/ladder-picture.ts'
import { scriptedTrace } from '../test/scripted-trace.ts'
import { drawLadder } from './draw.ts'
import { layoutLadder } from './layout.ts'
import type { Pen } from './pen.ts'

const trace = scriptedTrace({
  rttMs: 100,
  untilMs: 10_000,
  eventsMs: [3350, 4720],
  publishMs: [6300],
  resetMs: 9000,
})
const palette = ladderPalettes.light

/** A pen that writes down what is asked of it: the method, with the colour and dash that hold then. */
function recordingPen() {
  const calls: { method: string; fill: string; stroke: string; dash: string; first: unknown }[] = []
  const state: Record<string, unknown> = { dash: '' }
  const pen = new Proxy(state, {
    get: (_, name) => (first: unknown) => {
      if (name === 'setLineDash') state.dash = String(first)
      const { fillStyle, strokeStyle, dash } = state
      calls.push({
        method: String(name),
        fill: `${fillStyle}`,
        stroke: `${strokeStyle}`,
        dash: `${dash}`,
        first,
      })
    },
  })
  return { pen: pen as unknown as Pen, calls }
}

function record() {
  const { pen, calls } = recordingPen()
  const view = ladderView()
  drawLadder(pen, layoutLadder(trace, view), view, palette)
  return calls
}

describe('drawLadder', () => {
  it('dashes the empty answers of polling in its colour', () => {
    const dashed = record().filter(({ method, dash }) => method === 'stroke' && dash === '5,4')
    expect(dashed.map(({ stroke }) => stroke)).toContain(palette.transports.polling)
  })

  it('writes every text in ink', () => {
    const texts = record().filter(({ method }) => method === 'fillText')
    expect(texts.length).toBeGreaterThan(20)
    expect(new Set(texts.map(({ fill }) => fill))).toEqual(new Set([palette.ink]))
    expect(texts.map(({ first }) => first)).toEqual(
      expect.arrayContaining(['client', 'now', '204 empty · 214 B', 'reset']),
    )
  })

  it('leaves the pen as it was: as many restores as saves, no dash', () => {
    const calls = record()
    const count = (wanted: string) => calls.filter(({ method }) => method === wanted).length
    expect(count('save')).toBe(count('restore'))
    expect(calls.at(-1)?.dash).toBe('')
  })

  it.each(['light', 'dark'] as const)('draws a picture of 1280 × 520 in the %s theme', async theme => {
    const image = await loadImage(ladderPicture(trace, ladderView(), theme))
    expect([image.width, image.height]).toEqual([2560, 1040])
    const canvas = createCanvas(image.width, image.height)
    const pen = canvas.getContext('2d')
    pen.drawImage(image, 0, 0)
    const pixel = (x: number, y: number) => [...pen.getImageData(x * 2, y * 2, 1, 1).data.slice(0, 3)]
    const ground = theme === 'light' ? [255, 255, 255] : [15, 17, 21]
    const [polling, , streaming] = layoutLadder(trace, ladderView()).lanes
    expect(pixel((polling?.lane.client ?? 0) + 60, 500)).toEqual(ground)
    expect(pixel((streaming?.lane.client ?? 0) + 60, 300)).not.toEqual(ground)
    expect(pixel((streaming?.lane.client ?? 0) + 60, 500)).toEqual(ground)
  })
})

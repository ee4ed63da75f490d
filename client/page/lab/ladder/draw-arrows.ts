import type { LadderPalette } from './palette.ts'
import { addCross, addDiamond, type Pen } from './pen.ts'
import { type Arrow, type ArrowKind, arrowKinds, type LaneShapes } from './shapes.ts'
import { crowdedFrom } from './stretches.ts'
import { type TransportLook, transportLooks } from './transports.ts'

/** How a kind of arrow is drawn, besides its transport's colour. */
interface ArrowLook {
  readonly width: number
  readonly dash: readonly number[]
  /** Two lines instead of one, in pixels between them. */
  readonly apart: number
  readonly tip: 'thin' | 'full' | 'marker' | 'circle' | 'small'
}

const looks: Readonly<Record<ArrowKind, ArrowLook>> = {
  request: { width: 1.25, dash: [], apart: 0, tip: 'thin' },
  delivery: { width: 2.75, dash: [], apart: 0, tip: 'marker' },
  empty: { width: 1.25, dash: [5, 4], apart: 0, tip: 'circle' },
  answer: { width: 1.25, dash: [], apart: 0, tip: 'thin' },
  handshake: { width: 1.25, dash: [], apart: 4, tip: 'full' },
  publish: { width: 2.25, dash: [], apart: 0, tip: 'full' },
  note: { width: 1, dash: [], apart: 0, tip: 'small' },
  control: { width: 1.5, dash: [1.5, 3.5], apart: 0, tip: 'small' },
}

const dotPx = 4.5

/** Draws a column's arrows, kind by kind, so that each kind is one path. */
export function drawArrows(pen: Pen, { arrows, lane }: LaneShapes, palette: LadderPalette): void {
  const color = palette.transports[lane.transport]
  drawEmphasis(pen, arrows, palette)
  drawSpreads(pen, arrows, color)
  pen.strokeStyle = color
  for (const kind of arrowKinds) {
    const look = looks[kind]
    pen.lineWidth = look.width
    pen.setLineDash(look.dash as number[])
    pen.beginPath()
    for (const arrow of arrows) if (arrow.kind === kind) addShaft(pen, arrow, look)
    pen.stroke()
  }
  pen.setLineDash([])
  drawTips(pen, arrows, { marker: transportLooks[lane.transport].marker, color, ground: palette.ground })
  drawBreaks(pen, arrows, palette)
}

function addShaft(pen: Pen, { x1, y1, x2, y2 }: Arrow, { apart }: ArrowLook): void {
  const half = apart / 2
  pen.moveTo(x1, y1 - half)
  pen.lineTo(x2, y2 - half)
  if (half === 0) return
  pen.moveTo(x1, y1 + half)
  pen.lineTo(x2, y2 + half)
}

function drawEmphasis(pen: Pen, arrows: readonly Arrow[], palette: LadderPalette): void {
  for (const { emphasis, x1, y1, x2, y2, spread } of arrows) {
    if (emphasis === 'none') continue
    pen.strokeStyle = palette.accent
    pen.globalAlpha = emphasis === 'chosen' ? 0.55 : 0.3
    pen.lineWidth = 11 + spread
    pen.beginPath()
    pen.moveTo(x1, y1 + spread / 2)
    pen.lineTo(x2, y2 + spread / 2)
    pen.stroke()
    pen.globalAlpha = 1
  }
}

/** Several as one: the room between the first and the last. */
function drawSpreads(pen: Pen, arrows: readonly Arrow[], color: string): void {
  pen.fillStyle = color
  pen.globalAlpha = 0.28
  pen.beginPath()
  for (const { count, x1, y1, x2, y2, spread } of arrows) {
    if (count === 1) continue
    pen.moveTo(x1, y1)
    pen.lineTo(x2, y2)
    pen.lineTo(x2, y2 + spread)
    pen.lineTo(x1, y1 + spread)
    pen.closePath()
  }
  pen.fill()
  pen.globalAlpha = 1
}

interface Tips {
  readonly marker: TransportLook['marker']
  readonly color: string
  readonly ground: string
}

/**
 * What an arrow that has arrived ends in; one that is under way has no end yet. Each is a path of its own: a hundred
 * circles in one path take ten times as long to fill.
 */
function drawTips(pen: Pen, arrows: readonly Arrow[], { marker, color, ground }: Tips): void {
  pen.fillStyle = color
  pen.strokeStyle = ground
  pen.lineWidth = 2.5
  for (const arrow of arrows) {
    const { tip } = looks[arrow.kind]
    if (arrow.state !== 'arrived' || tip === 'thin' || tip === 'circle') continue
    const isCrowded = arrow.around >= crowdedFrom
    if (isCrowded && tip === 'marker') continue
    pen.beginPath()
    addSolid(pen, arrow, marker)
    if (!isCrowded) pen.stroke()
    pen.fill()
  }
  drawDots(pen, arrows)
  pen.strokeStyle = color
  pen.fillStyle = ground
  pen.lineWidth = 1.75
  pen.beginPath()
  for (const { state, kind, x2, y2 } of arrows) {
    if (state !== 'arrived' || looks[kind].tip !== 'circle') continue
    pen.moveTo(x2 + dotPx, y2)
    pen.arc(x2, y2, dotPx, 0, 2 * Math.PI)
  }
  pen.fill()
  pen.stroke()
  pen.lineWidth = 1.25
  for (const arrow of arrows) {
    if (arrow.state !== 'arrived' || looks[arrow.kind].tip !== 'thin') continue
    pen.beginPath()
    addThinTip(pen, arrow)
    pen.stroke()
  }
}

/** Dots that lie on each other: two rectangles each, which can all be one path. */
function drawDots(pen: Pen, arrows: readonly Arrow[]): void {
  pen.beginPath()
  for (const { kind, state, around, x2, y2 } of arrows) {
    if (around < crowdedFrom || state !== 'arrived' || looks[kind].tip !== 'marker') continue
    pen.rect(x2 - dotPx, y2 - 2.5, 2 * dotPx, 5)
    pen.rect(x2 - 2.5, y2 - dotPx, 5, 2 * dotPx)
  }
  pen.fill()
}

function addSolid(pen: Pen, { kind, x1, x2, y2 }: Arrow, marker: TransportLook['marker']): void {
  const { tip } = looks[kind]
  if (tip === 'marker') {
    if (marker === 'diamond') addDiamond(pen, x2, y2, dotPx + 1)
    else pen.arc(x2, y2, dotPx, 0, 2 * Math.PI)
    return
  }
  const [long, half] = tip === 'full' ? [10, 4.5] : [7, 3]
  const back = x2 > x1 ? -long : long
  pen.moveTo(x2, y2)
  pen.lineTo(x2 + back, y2 - half)
  pen.lineTo(x2 + back, y2 + half)
  pen.closePath()
}

function addThinTip(pen: Pen, { x1, x2, y2 }: Arrow): void {
  const back = x2 > x1 ? -7 : 7
  pen.moveTo(x2 + back, y2 - 3.5)
  pen.lineTo(x2, y2)
  pen.lineTo(x2 + back, y2 + 3.5)
}

/** Where a message was swallowed. */
function drawBreaks(pen: Pen, arrows: readonly Arrow[], palette: LadderPalette): void {
  pen.strokeStyle = palette.ink
  pen.lineWidth = 2
  pen.beginPath()
  for (const { state, x2, y2 } of arrows) if (state === 'broken') addCross(pen, x2, y2, 5)
  pen.stroke()
}

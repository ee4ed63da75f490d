import { drawArrows } from './draw-arrows.ts'
import { drawGaps, drawHolds, drawTicks, drawTubes } from './draw-spans.ts'
import { barPx } from './feed.ts'
import type { LadderPalette } from './palette.ts'
import { addDiamond, type Pen } from './pen.ts'
import type { Bar, Hairline, Label, LadderShapes, LaneShapes } from './shapes.ts'
import { footPx, headPx, type LadderView } from './view.ts'

/** Draws the shapes of a view, in CSS pixels, over whatever was there. */
export function drawLadder(pen: Pen, shapes: LadderShapes, view: LadderView, palette: LadderPalette): void {
  const { width, height } = view
  pen.save()
  pen.fillStyle = palette.ground
  pen.fillRect(0, 0, width, height)
  pen.save()
  pen.beginPath()
  pen.rect(0, headPx, width, height - headPx)
  pen.clip()
  for (const lane of shapes.lanes) drawUnder(pen, lane, palette)
  drawHairlines(pen, shapes, view, palette)
  for (const { lane, ticks } of shapes.lanes) {
    drawLine(pen, lane.client, view, palette)
    drawLine(pen, lane.server, view, palette)
    drawTicks(pen, { lane, ticks, word: view.words.reset }, palette)
  }
  drawOutages(pen, shapes, palette)
  for (const lane of shapes.lanes) drawOver(pen, lane, palette)
  drawNow(pen, view, palette)
  pen.restore()
  for (const { lane } of shapes.lanes) drawHead(pen, lane, view, palette)
  pen.restore()
}

function drawUnder(pen: Pen, shapes: LaneShapes, palette: LadderPalette): void {
  const color = palette.transports[shapes.lane.transport]
  drawTubes(pen, shapes.tubes, shapes.lane.transport, color)
  drawGaps(pen, shapes.gaps, palette)
  drawHolds(pen, shapes.holds, color)
}

function drawOver(pen: Pen, shapes: LaneShapes, palette: LadderPalette): void {
  const color = palette.transports[shapes.lane.transport]
  drawBars(pen, shapes, color)
  drawArrows(pen, shapes, palette)
  drawLabels(pen, shapes.labels, palette)
}

/** Beyond so many hairlines their dots are further apart, so that all together they cost the same. */
const mostFine = 16

/** Beyond so many events their marks at the servers' lines are plain. */
const mostDiamonds = 40

function drawHairlines(
  pen: Pen,
  { hairlines, lanes }: LadderShapes,
  { width }: LadderView,
  palette: LadderPalette,
): void {
  const sparse = 1 + Math.floor(hairlines.length / mostFine)
  pen.strokeStyle = palette.ink
  pen.lineWidth = 1
  pen.globalAlpha = 0.5
  pen.setLineDash([1.5, 6 * sparse - 1.5])
  for (const { y } of hairlines) {
    pen.beginPath()
    pen.moveTo(0, y)
    pen.lineTo(width, y)
    pen.stroke()
  }
  pen.setLineDash([])
  pen.globalAlpha = 1
  pen.fillStyle = palette.ink
  for (const { lane } of lanes) drawEvents(pen, hairlines, lane.server)
  pen.font = `10px ${palette.fontFamily}`
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  const last = lanes[lanes.length - 1]
  if (last) for (const hairline of hairlines) drawCount(pen, hairline, last.lane.right)
}

/** An event at the server's line: a diamond, or where there are many a mark that costs less. */
function drawEvents(pen: Pen, hairlines: readonly Hairline[], x: number): void {
  if (hairlines.length > mostDiamonds) {
    pen.beginPath()
    for (const { y } of hairlines) pen.rect(x - 3, y - 1.5, 6, 3)
    pen.fill()
    return
  }
  for (const { y, count } of hairlines) {
    pen.beginPath()
    addDiamond(pen, x, y, count > 1 ? 5 : 3.5)
    pen.fill()
  }
}

function drawCount(pen: Pen, { y, count }: Hairline, right: number): void {
  if (count > 1) pen.fillText(`×${count}`, right - 1, y + 7)
}

function drawLine(pen: Pen, x: number, { height }: LadderView, palette: LadderPalette): void {
  pen.fillStyle = palette.muted
  pen.fillRect(x - 0.75, headPx, 1.5, height - headPx - footPx)
}

/** While the server is down its line is broken. */
function drawOutages(pen: Pen, { lanes, outages }: LadderShapes, palette: LadderPalette): void {
  for (const { y1, y2 } of outages) {
    for (const { lane } of lanes) {
      pen.fillStyle = palette.ground
      pen.fillRect(lane.server - 2, y1, 4, y2 - y1)
      pen.fillStyle = palette.muted
      for (let y = y1; y < y2; y += 8) pen.fillRect(lane.server - 0.75, y, 1.5, 2)
    }
  }
}

function drawBars(pen: Pen, { bars, waiting }: LaneShapes, color: string): void {
  pen.fillStyle = color
  pen.beginPath()
  for (const bar of bars) addBar(pen, bar)
  pen.fill()
  if (waiting.length === 0) return
  pen.globalAlpha = 0.35
  pen.beginPath()
  for (const bar of waiting) addBar(pen, bar)
  pen.fill()
  pen.globalAlpha = 1
  pen.strokeStyle = color
  pen.lineWidth = 1
  pen.stroke()
}

function addBar(pen: Pen, { x, y1, y2 }: Bar): void {
  pen.rect(x, y1, barPx, Math.max(1.5, y2 - y1))
}

/** A label has an edge in the ground's colour, so that it reads on whatever lies under it. */
function drawLabels(pen: Pen, labels: readonly Label[], palette: LadderPalette): void {
  pen.fillStyle = palette.ink
  pen.strokeStyle = palette.ground
  pen.lineWidth = 3.5
  pen.lineJoin = 'round'
  pen.font = `11px ${palette.fontFamily}`
  pen.textBaseline = 'middle'
  for (const { text, x, y, align } of labels) {
    pen.textAlign = align
    pen.strokeText(text, x, y)
    pen.fillText(text, x, y)
  }
  pen.lineJoin = 'miter'
}

function drawNow(pen: Pen, { width, height }: LadderView, palette: LadderPalette): void {
  pen.fillStyle = palette.line
  pen.fillRect(0, height - footPx, width, 1)
}

function drawHead(
  pen: Pen,
  { transport, left, client, server }: LaneShapes['lane'],
  { words, height }: LadderView,
  palette: LadderPalette,
): void {
  pen.fillStyle = palette.transports[transport]
  pen.fillRect(left + 6, 8, 4, 13)
  pen.fillStyle = palette.ink
  pen.textBaseline = 'middle'
  pen.textAlign = 'left'
  pen.font = `bold 13px ${palette.fontFamily}`
  pen.fillText(words.transports[transport], left + 16, 15)
  pen.font = `11px ${palette.fontFamily}`
  pen.textAlign = 'center'
  pen.fillText(words.client, client, headPx - 9)
  pen.fillText(words.server, server, headPx - 9)
  pen.fillStyle = palette.line
  if (left > 0) pen.fillRect(left - 0.5, 0, 1, height)
}

import { drawArrows } from './draw-arrows.ts'
import { drawGaps, drawHolds, drawTicks, drawTubes } from './draw-spans.ts'
import { barPx, latencyPx } from './feed.ts'
import type { LadderPalette } from './palette.ts'
import { addDiamond, into, type Pen } from './pen.ts'
import type { Bar, Hairline, Label, LadderShapes, LaneShapes } from './shapes.ts'
import { crowdedFrom } from './stretches.ts'
import { footPx, headPx, type LadderView, phaseOf } from './view.ts'

/** Draws the shapes of a view, in CSS pixels, over whatever was there; with `fromY`, only what is below that. */
export function drawLadder(
  pen: Pen,
  shapes: LadderShapes,
  view: LadderView,
  palette: LadderPalette,
  fromY = 0,
): void {
  const { width, height } = view
  pen.save()
  pen.fillStyle = palette.ground
  pen.fillRect(0, fromY, width, height - fromY)
  drawRows(pen, shapes, view, palette, Math.max(fromY, headPx))
  drawNow(pen, shapes, view, palette)
  for (const { lane } of shapes.lanes) drawColumn(pen, lane, view, palette, fromY)
  pen.restore()
}

/** All that moves: between the words above it and now. */
function drawRows(
  pen: Pen,
  shapes: LadderShapes,
  view: LadderView,
  palette: LadderPalette,
  fromY: number,
): void {
  const phase = phaseOf(view)
  pen.save()
  pen.beginPath()
  pen.rect(0, fromY, view.width, view.height - footPx - fromY)
  pen.clip()
  for (const lane of shapes.lanes) drawUnder(pen, lane, palette, phase)
  drawHairlines(pen, shapes, view, palette)
  for (const { lane, ticks } of shapes.lanes) {
    drawLine(pen, lane.client, view, palette)
    drawLine(pen, lane.server, view, palette)
    drawTicks(pen, { lane, ticks, word: view.words.reset }, palette)
  }
  drawOutages(pen, shapes, palette, phase)
  for (const lane of shapes.lanes) drawOver(pen, lane, palette)
  pen.restore()
}

function drawUnder(pen: Pen, shapes: LaneShapes, palette: LadderPalette, phase: number): void {
  const { transport } = shapes.lane
  const color = palette.transports[transport]
  drawTubes(pen, shapes.tubes, { transport, color, phase })
  drawGaps(pen, shapes.gaps, palette)
  drawHolds(pen, shapes.holds, color, phase)
}

function drawOver(pen: Pen, shapes: LaneShapes, palette: LadderPalette): void {
  const color = palette.transports[shapes.lane.transport]
  drawBars(pen, shapes, color)
  drawArrows(pen, shapes, palette)
  drawLabels(pen, shapes.labels, palette)
}

function drawHairlines(
  pen: Pen,
  { hairlines, lanes }: LadderShapes,
  { width }: LadderView,
  palette: LadderPalette,
): void {
  pen.strokeStyle = palette.ink
  pen.lineWidth = 1
  pen.globalAlpha = 0.5
  for (const { y, around } of hairlines) {
    // Where they are many their dots are further apart, so that all together they cost the same.
    pen.setLineDash([1.5, 6 * around - 1.5])
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
  for (const { y, count, around } of hairlines) {
    pen.beginPath()
    if (around >= crowdedFrom) pen.rect(x - 3, y - 1.5, 6, 3)
    else addDiamond(pen, x, y, count > 1 ? 5 : 3.5)
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
function drawOutages(
  pen: Pen,
  { lanes, outages }: LadderShapes,
  palette: LadderPalette,
  phase: number,
): void {
  for (const { y1, y2 } of outages) {
    for (const { lane } of lanes) {
      pen.fillStyle = palette.ground
      pen.fillRect(lane.server - 2, y1, 4, y2 - y1)
      pen.fillStyle = palette.muted
      for (let y = y1 - into(y1 + phase, 8); y < y2; y += 8) pen.fillRect(lane.server - 0.75, y, 1.5, 2)
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

/** Now: what happens begins at this edge and moves up from it; below it, what each client awaits. */
function drawNow(
  pen: Pen,
  { lanes }: LadderShapes,
  { width, height, words }: LadderView,
  palette: LadderPalette,
): void {
  pen.fillStyle = palette.ground
  pen.fillRect(0, height - footPx, width, footPx)
  pen.fillStyle = palette.muted
  pen.fillRect(0, height - footPx, width, 1)
  pen.fillStyle = palette.ink
  pen.font = `11px ${palette.fontFamily}`
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  const y = height - footPx / 2 + 1
  pen.fillText(words.now, 2, y)
  for (const { lane, waitingWords } of lanes) pen.fillText(waitingWords, lane.client - latencyPx, y)
}

/** What stays where it is: who stands on either side, and the edge to the column before. */
function drawColumn(
  pen: Pen,
  { left, client, server }: LaneShapes['lane'],
  { words, height }: LadderView,
  palette: LadderPalette,
  fromY: number,
): void {
  pen.fillStyle = palette.line
  if (left > 0) pen.fillRect(left - 0.5, fromY, 1, height - fromY)
  if (fromY > 0) return
  pen.fillStyle = palette.ink
  pen.textBaseline = 'middle'
  pen.font = `11px ${palette.fontFamily}`
  pen.textAlign = 'center'
  pen.fillText(words.client, client, headPx - 9)
  pen.fillText(words.server, server, headPx - 9)
}

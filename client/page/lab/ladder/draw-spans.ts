import type { TransportName } from '../../../../server/protocol.ts'
import type { LadderPalette } from './palette.ts'
import { addCross, into, type Pen } from './pen.ts'
import type { Gap, Hold, Tick, Tube } from './shapes.ts'
import { transportLooks } from './transports.ts'
import type { Lane } from './view.ts'

/** The width of the strip of a request that waits, in pixels. */
export const holdPx = 12

/** A gap stands out beyond it. */
const gapPx = 20

const hatchPx = 5

/** Hatched strips beside the server's line; an open one has no lower edge. */
export function drawHolds(pen: Pen, holds: readonly Hold[], color: string, phase: number): void {
  if (holds.length === 0) return
  pen.strokeStyle = color
  pen.fillStyle = color
  for (const { x, y1, y2, open } of holds) {
    pen.globalAlpha = 0.16
    pen.fillRect(x, y1, holdPx, y2 - y1)
    pen.globalAlpha = 1
    pen.lineWidth = 1
    pen.beginPath()
    addHatch(pen, x, [y1, y2], phase)
    pen.moveTo(x, y1)
    pen.lineTo(x + holdPx, y1)
    pen.lineTo(x + holdPx, y2)
    if (!open) pen.lineTo(x, y2)
    pen.stroke()
  }
}

/** Strokes from lower left to upper right, cut at both ends; they move with the picture. */
function addHatch(pen: Pen, x: number, [y1, y2]: readonly [number, number], phase: number): void {
  for (let y = y1 + hatchPx - into(y1 + phase, hatchPx); y < y2 + holdPx; y += hatchPx) {
    const [down, up] = [Math.min(y, y2), Math.max(y - holdPx, y1)]
    pen.moveTo(x + (y - down), down)
    pen.lineTo(x + (y - up), up)
  }
}

/** Grey where nobody asks: a wedge from the client's line that is widest at the server's, and a band beside that. */
export function drawGaps(pen: Pen, gaps: readonly Gap[], palette: LadderPalette): void {
  pen.fillStyle = palette.muted
  for (const { client, server, answeredY, answerCameY, askedY, requestCameY } of gaps) {
    pen.globalAlpha = 0.28
    pen.beginPath()
    pen.moveTo(server, answeredY)
    pen.lineTo(client, answerCameY)
    pen.lineTo(client, askedY)
    pen.lineTo(server, requestCameY)
    pen.closePath()
    pen.fill()
    pen.globalAlpha = 1
    pen.fillRect(server, answeredY, gapPx, requestCameY - answeredY)
  }
  pen.globalAlpha = 1
}

const dashPx = 7
const dashGapPx = 4

const dashes: Readonly<Record<'tinted' | 'dashed' | 'walls', readonly number[]>> = {
  tinted: [],
  dashed: [dashPx, dashGapPx],
  walls: [],
}

/** What is open between the lines: tinted, with a dashed edge, or with walls. */
export function drawTubes(
  pen: Pen,
  tubes: readonly Tube[],
  {
    transport,
    color,
    phase,
  }: { readonly transport: TransportName; readonly color: string; readonly phase: number },
): void {
  const { tube: kind } = transportLooks[transport]
  if (kind === 'none' || tubes.length === 0) return
  pen.fillStyle = color
  pen.strokeStyle = color
  for (const tube of tubes) {
    pen.globalAlpha = 0.14
    pen.beginPath()
    pen.moveTo(tube.server, tube.serverY)
    pen.lineTo(tube.client, tube.clientY)
    pen.lineTo(tube.client, tube.endY)
    pen.lineTo(tube.server, tube.endY)
    pen.closePath()
    pen.fill()
    pen.globalAlpha = 1
    if (kind === 'tinted') continue
    pen.setLineDash(dashes[kind])
    pen.lineWidth = kind === 'walls' ? 4 : 2
    const inset = pen.lineWidth / 2 + 1
    drawEdge(pen, tube.client + inset, [tube.clientY, tube.endY], phase)
    drawEdge(pen, tube.server - inset, [tube.serverY, tube.endY], phase)
    pen.lineDashOffset = 0
    pen.setLineDash([])
  }
}

/** Dashes that began where the edge does would run along it when its start has left the picture. */
function drawEdge(pen: Pen, x: number, [y1, y2]: readonly [number, number], phase: number): void {
  pen.lineDashOffset = into(y1 + phase, dashPx + dashGapPx)
  pen.beginPath()
  pen.moveTo(x, y1)
  pen.lineTo(x, y2)
  pen.stroke()
}

/** Connections that open and close, as ticks at the client's line; a reset as a jagged line across, with the word. */
export function drawTicks(
  pen: Pen,
  { lane, ticks, word }: { readonly lane: Lane; readonly ticks: readonly Tick[]; readonly word: string },
  palette: LadderPalette,
): void {
  let lastResetY = Number.NEGATIVE_INFINITY
  for (const { y, state } of ticks) {
    if (state === 'reset') {
      drawReset(pen, lane, y, palette)
      // Several at once have one word.
      if (y - lastResetY >= resetWordPx) drawResetWord(pen, lane, y, word, palette)
      lastResetY = y
      continue
    }
    pen.fillStyle = palette.ink
    pen.fillRect(lane.client - 6, y - 0.75, 12, 1.5)
    if (state === 'opened') pen.fillRect(lane.client - 3, y - 3, 6, 6)
    else {
      pen.strokeStyle = palette.ink
      pen.lineWidth = 1.25
      pen.beginPath()
      addCross(pen, lane.client, y, 4)
      pen.stroke()
    }
  }
}

/** How far below a reset its word stands. */
const resetWordPx = 15

function drawReset(pen: Pen, { client, server }: Lane, y: number, palette: LadderPalette): void {
  pen.strokeStyle = palette.ink
  pen.lineWidth = 2
  pen.beginPath()
  pen.moveTo(client, y)
  for (let x = client + 6, up = true; x < server; x += 6, up = !up) pen.lineTo(x, up ? y - 4 : y + 4)
  pen.lineTo(server, y)
  addCross(pen, (client + server) / 2, y, 6)
  pen.stroke()
}

function drawResetWord(
  pen: Pen,
  { client, server }: Lane,
  y: number,
  word: string,
  palette: LadderPalette,
): void {
  pen.fillStyle = palette.ink
  pen.font = `bold 11px ${palette.fontFamily}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(word, (client + server) / 2, y + resetWordPx)
}

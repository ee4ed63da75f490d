import type { TraceView } from '../../context.ts'
import { drawLadder } from './draw.ts'
import { layoutLadder } from './layout.ts'
import type { LadderPalette } from './palette.ts'
import type { LadderShapes } from './shapes.ts'
import { stretchMs } from './stretches.ts'
import { footPx, headPx, type LadderView, pixelsPerMsOf, scaleOf } from './view.ts'

/** What is to be seen. */
export interface Scene {
  readonly trace: TraceView
  readonly view: LadderView
  readonly palette: LadderPalette
}

/** Draws a picture that moves on: what is settled is moved up as it stands, and only the rest is drawn anew. */
export interface Painter {
  /** Brings the canvas to a scene; does nothing where that is what it shows. In steps, what is new waits for time to move on. */
  paint(scene: Scene, inSteps: boolean): void
  /** The trace has changed at a time. */
  touch(atMs: number): void
  /** What is on the canvas is gone. */
  forget(): void
}

/** What is on the canvas. */
interface Painted extends Scene {
  /** From then on a later picture may differ: something was under way, or waiting. */
  readonly unsettledMs: number
}

/** A label or a tip reaches so far above the moment that it belongs to, in pixels. */
const reachPx = 40

/** So much before what is drawn is laid out too, and at least so many pixels: labels and bars give way to those above. */
const contextMs = 1_500
const contextPx = 3 * reachPx

/** Where more than this share of the picture would be drawn anew, all of it is. */
const mostAnew = 0.75

/** Creates a painter on a canvas of `ratio()` device pixels a CSS pixel; nothing is painted yet. */
export function createPainter(pen: CanvasRenderingContext2D, ratio: () => number): Painter {
  let painted: Painted | null = null
  let touchedMs = Number.POSITIVE_INFINITY

  return {
    paint(scene, inSteps) {
      const { trace, view, palette } = scene
      const movedPx = painted && isSamePicture(painted, scene) ? moveOf(painted.view, view, ratio()) : null
      if (movedPx === 0 && (inSteps || touchedMs > view.toMs)) return
      const fromMs = painted && movedPx !== null ? anewFrom(painted, touchedMs) : Number.NEGATIVE_INFINITY
      const fromY = Math.floor((scaleOf(view)(fromMs) - reachPx) * ratio()) / ratio()
      const isPart = movedPx !== null && fromY > headPx + (1 - mostAnew) * (view.height - headPx)
      const drawn = isPart
        ? { ...view, sinceMs: fromMs - Math.max(contextMs, contextPx / pixelsPerMsOf(view)) }
        : view
      const shapes = layoutLadder(trace, drawn)
      pen.setTransform(ratio(), 0, 0, ratio(), 0, 0)
      if (isPart) moveUp(pen, movedPx, ratio())
      drawLadder(pen, shapes, drawn, palette, isPart ? fromY : 0)
      painted = { ...scene, unsettledMs: unsettledFrom(shapes, view) }
      touchedMs = Number.POSITIVE_INFINITY
    },
    touch(atMs) {
      touchedMs = Math.min(touchedMs, atMs)
    },
    forget() {
      painted = null
    },
  }
}

/** Whether the two show the same columns in the same way, save that time has moved on. */
function isSamePicture(before: Scene, { trace, view, palette }: Scene): boolean {
  const { fromMs: _, toMs: __, sinceMs: ___, columns, ...same } = view
  return (
    before.trace === trace &&
    before.palette === palette &&
    before.view.columns.join() === columns.join() &&
    before.view.toMs - before.view.fromMs === view.toMs - view.fromMs &&
    Object.entries(same).every(([name, value]) => before.view[name as keyof LadderView] === value)
  )
}

/** By how many device pixels what was painted has to move up; null where that is no whole number, or all of it. */
function moveOf(before: LadderView, view: LadderView, ratio: number): number | null {
  const exact = (view.toMs - before.toMs) * pixelsPerMsOf(view) * ratio
  const moved = Math.round(exact)
  return Math.abs(exact - moved) > 0.01 || moved < 0 || moved > view.height * ratio ? null : moved
}

/**
 * The time from which on the picture has to be drawn anew. An answer's gap begins a transit before the request that
 * shows it, and events are drawn as one by stretches.
 */
function anewFrom({ view, unsettledMs }: Painted, touchedMs: number): number {
  const changedMs = Math.min(touchedMs, unsettledMs, view.toMs)
  return (Math.floor((changedMs - view.oneWayMs) / stretchMs) - 1) * stretchMs
}

/** Moves the rows between head and foot up, device pixel by device pixel. */
function moveUp(pen: CanvasRenderingContext2D, byPx: number, ratio: number): void {
  const { canvas } = pen
  const first = Math.ceil(headPx * ratio)
  const rows = canvas.height - Math.ceil(footPx * ratio) - first - byPx
  if (byPx === 0 || rows <= 0) return
  pen.save()
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.imageSmoothingEnabled = false
  pen.drawImage(canvas, 0, first + byPx, canvas.width, rows, 0, first, canvas.width, rows)
  pen.restore()
}

/** The time of the highest shape that is under way or waits. */
function unsettledFrom({ lanes }: LadderShapes, view: LadderView): number {
  let y = view.height - footPx
  for (const { arrows, waiting, gaps } of lanes) {
    for (const { state, y1 } of arrows) if (state === 'flying') y = Math.min(y, y1)
    for (const { y1 } of waiting) y = Math.min(y, y1)
    for (const { askedY, requestCameY } of gaps)
      if (requestCameY >= view.height - footPx) y = Math.min(y, askedY)
  }
  return view.fromMs + (y - headPx) / pixelsPerMsOf(view)
}

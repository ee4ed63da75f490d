/** What of a canvas is drawn with; Node's canvas has it too. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'clip'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'fillText'
  | 'strokeText'
  | 'lineJoin'
  | 'setLineDash'
  | 'lineDashOffset'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>

/** How far `at` is into a pattern that repeats every `period` pixels. */
export function into(at: number, period: number): number {
  return ((at % period) + period) % period
}

/** Adds a diamond to the path. */
export function addDiamond(pen: Pen, x: number, y: number, radius: number): void {
  pen.moveTo(x, y - radius)
  pen.lineTo(x + radius, y)
  pen.lineTo(x, y + radius)
  pen.lineTo(x - radius, y)
  pen.closePath()
}

/** Adds a cross to the path. */
export function addCross(pen: Pen, x: number, y: number, radius: number): void {
  pen.moveTo(x - radius, y - radius)
  pen.lineTo(x + radius, y + radius)
  pen.moveTo(x + radius, y - radius)
  pen.lineTo(x - radius, y + radius)
}

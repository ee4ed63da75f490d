import type { Arrow, LadderShapes } from './shapes.ts'

/** How far from an arrow a pointer may be, in pixels: its target is 24 px high. */
export const reachPx = 12

/** The arrow nearest to a point within reach, or null. */
export function arrowAt(shapes: LadderShapes, x: number, y: number): Arrow | null {
  const column = shapes.lanes.find(({ lane }) => x >= lane.left && x < lane.right)
  let nearest: Arrow | null = null
  let nearestPx = reachPx
  for (const arrow of column?.arrows ?? []) {
    const away = distance(arrow, x, y)
    if (away < nearestPx) {
      nearest = arrow
      nearestPx = away
    }
  }
  return nearest
}

/** From a point to an arrow's line, or to the room of the several that it stands for. */
function distance({ x1, y1, x2, y2, spread }: Arrow, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const squared = dx * dx + dy * dy
  const part = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / squared))
  const below = y - (y1 + part * dy)
  const beyond = Math.max(0, -below, below - spread)
  return Math.hypot(x - (x1 + part * dx), beyond)
}

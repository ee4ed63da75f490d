import { describe, expect, it } from 'vitest'
import { ladderView } from '../test/ladder-picture.ts'
import { scriptedTrace } from '../test/scripted-trace.ts'
import { arrowAt, reachPx } from './hit.ts'
import { layoutLadder } from './layout.ts'

const shapes = layoutLadder(scriptedTrace({ rttMs: 100, untilMs: 10_000, eventsMs: [3350] }), ladderView())
const first = shapes.lanes[0]?.arrows[0]
const { x1, y1, x2, y2, id } = first ?? { x1: 0, y1: 0, x2: 0, y2: 0, id: 0 }

describe('arrowAt', () => {
  it('finds the arrow on its line, and a little above it', () => {
    expect(arrowAt(shapes, (x1 + x2) / 2, (y1 + y2) / 2)?.id).toBe(id)
    expect(arrowAt(shapes, (x1 + x2) / 2, y1 - reachPx + 3)?.id).toBe(id)
  })

  it('finds none out of reach, nor outside the columns', () => {
    expect(arrowAt(shapes, (x1 + x2) / 2, y1 - 2 * reachPx)).toBeNull()
    expect(arrowAt(shapes, -5, y1)).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ladderView } from '../test/ladder-picture.ts'
import { type Script, scriptedArrivals, scriptedTrace } from '../test/scripted-trace.ts'
import { overlap } from './labels.ts'
import { layoutLadder } from './layout.ts'
import type { LaneShapes } from './shapes.ts'
import { type LadderView, lanesOf, scaleOf } from './view.ts'

const script: Script = { rttMs: 100, untilMs: 10_000, eventsMs: [1100, 3350, 4720, 5150, 7900, 9300] }

function lane(index: number, change: Partial<Script> = {}, view: Partial<LadderView> = {}): LaneShapes {
  return layoutLadder(scriptedTrace({ ...script, ...change }), ladderView(view)).lanes[index] as LaneShapes
}
const y = scaleOf(ladderView())
const kindsOf = ({ arrows }: LaneShapes) => arrows.map(({ kind }) => kind)

describe('layoutLadder', () => {
  it('sends a request from the client’s line to the server’s, and its answer back', () => {
    const { arrows, lane: place } = lane(0)
    expect(arrows[0]).toMatchObject({ kind: 'request', x1: place.client, x2: place.server, state: 'arrived' })
    expect(arrows[0]?.y1).toBeCloseTo(y(2400))
    expect(arrows[0]?.y2).toBeCloseTo(y(2450))
    expect(arrows[1]).toMatchObject({ kind: 'empty', x1: place.server, x2: place.client })
    expect(arrows[1]?.y2).toBeCloseTo(y(2500))
  })

  it('tells answers with events from empty ones', () => {
    const answers = kindsOf(lane(0)).filter(kind => kind !== 'request')
    expect(answers).toEqual([
      'empty',
      'delivery',
      'empty',
      'delivery',
      'empty',
      'empty',
      'delivery',
      'delivery',
    ])
  })

  it('holds a long poll from its arrival to its answer, the last until now', () => {
    const { holds, lane: place } = lane(1)
    expect(holds[1]?.x).toBe(place.server)
    expect(holds[1]?.y1).toBeCloseTo(y(3450.5))
    expect(holds[1]?.y2).toBeCloseTo(y(4720.5))
    expect(holds.map(({ open }) => open)).toEqual([false, false, false, false, false, true])
    expect(holds[5]?.y2).toBeCloseTo(y(10_000))
  })

  it('leaves a gap of one round trip between a long poll’s answer and its next request, and none for others', () => {
    const { gaps } = lane(1)
    expect(gaps).toHaveLength(5)
    expect(gaps[0]?.answeredY).toBeCloseTo(y(3350.5))
    expect(gaps[0]?.requestCameY).toBeCloseTo(y(3450.5))
    expect(gaps[0]?.answerCameY).toBeCloseTo(gaps[0]?.askedY as number)
    expect([0, 2, 3, 4].map(index => lane(index).gaps.length)).toEqual([0, 0, 0, 0])
  })

  it('opens a tube from a stream’s head on', () => {
    const { tubes } = lane(2, {}, { fromMs: 0, toMs: 8000 })
    expect(tubes).toHaveLength(1)
    expect(tubes[0]?.serverY).toBeCloseTo(y(2350))
    expect(tubes[0]?.clientY).toBeCloseTo(y(2400))
    expect(tubes[0]).toMatchObject({ ended: false })
  })

  it('shows a tube whose head has left the trace', () => {
    const trace = scriptedTrace(script)
    const messages = trace.messages.filter(({ fromMs }) => fromMs > 3000)
    const { tubes } = layoutLadder({ ...trace, messages }, ladderView()).lanes[4] as LaneShapes
    expect(tubes).toHaveLength(1)
    expect(tubes[0]?.serverY).toBeLessThan(0)
  })

  it('draws the handshake’s halves, frames up and control frames as kinds of their own', () => {
    const view = { fromMs: 0, toMs: 8000 }
    const kinds = kindsOf(lane(4, { publishMs: [6300], pingEveryMs: 3000 }, view))
    expect(kinds.slice(0, 3)).toEqual(['handshake', 'handshake', 'note'])
    expect(kinds.filter(kind => kind === 'publish')).toHaveLength(1)
    expect(kinds.filter(kind => kind === 'control')).toHaveLength(4)
  })

  it('puts one hairline at each event’s intended time', () => {
    const { hairlines } = layoutLadder(scriptedTrace(script), ladderView())
    expect(hairlines.map(hairline => hairline.y)).toEqual([3350, 4720, 5150, 7900, 9300].map(y))
  })

  it('draws latency from the intended time to the receipt', () => {
    const { bars, lane: place } = lane(0)
    expect(bars[0]?.y1).toBeCloseTo(y(3350))
    expect(bars[0]?.y2).toBeCloseTo(y(3500))
    expect(bars.every(({ x }) => x < place.client)).toBe(true)
  })

  it('lets an event that a client has not got wait until now', () => {
    const view = { fromMs: 1200, toMs: 9200 }
    expect(lane(0, { untilMs: 9200, eventsMs: [3350, 8900] }, view).waiting).toHaveLength(1)
    expect(lane(2, { untilMs: 9200, eventsMs: [3350, 8900] }, view).waiting).toHaveLength(0)
  })

  it('bundles what is denser than 30 a second, and loses none in the count', () => {
    const dense = { eventsMs: scriptedArrivals(50, 10_000) }
    const { arrows } = lane(2, dense)
    const bundled = arrows.filter(({ count }) => count > 1)
    expect(bundled.length).toBeGreaterThan(20)
    const inSight = scriptedTrace({ ...script, ...dense }).events.filter(
      event => event.appendedMs + 50 >= 2000,
    )
    expect(arrows.reduce((sum, { count }) => sum + count, 0)).toBe(inSight.length)
    expect(lane(2).arrows.every(({ count }) => count === 1)).toBe(true)
  })

  it('grows an arrow that is under way and breaks one that never left the link', () => {
    const { arrows, lane: place } = lane(0, { blackHoleMs: 8000 })
    const lost = arrows.find(({ state }) => state === 'broken')
    expect(lost?.x2).toBeLessThan(place.server)
    const [flying] = lane(0, { untilMs: 10_425 }, { fromMs: 2425, toMs: 10_425 }).arrows.slice(-1)
    expect(flying).toMatchObject({ state: 'flying', kind: 'request' })
    expect(flying?.x2).toBeCloseTo((place.client + place.server) / 2, 0)
  })

  it('ends tubes and waiting requests at a reset', () => {
    const reset = { resetMs: 8800 }
    expect(lane(2, reset).tubes[0]).toMatchObject({ ended: true })
    expect(lane(2, reset).tubes[0]?.endY).toBeCloseTo(y(8800))
    expect(lane(1, reset).holds.at(-1)?.y2).toBeCloseTo(y(8800))
    expect(lane(4, reset).ticks).toEqual([{ y: y(8800), state: 'reset' }])
  })

  it('marks the chosen arrow, alone or in a bundle', () => {
    const trace = scriptedTrace({ ...script, eventsMs: scriptedArrivals(50, 10_000) })
    const chosen = trace.messages.filter(({ transport }) => transport === 'sse').at(-20)?.id as number
    const { arrows } = layoutLadder(trace, ladderView({ chosen })).lanes[3] as LaneShapes
    expect(arrows.filter(({ emphasis }) => emphasis === 'chosen')).toHaveLength(1)
  })

  it('never lets labels overlap, at any rate, round trip and moment', () => {
    const rates = fc.integer({ min: 1, max: 60 })
    const rtts = fc.constantFrom(0, 25, 100, 400, 1000)
    fc.assert(
      fc.property(rates, rtts, fc.integer({ min: 4000, max: 9000 }), (rate, rttMs, toMs) => {
        const trace = scriptedTrace({ rttMs, untilMs: 9000, eventsMs: scriptedArrivals(rate, 9000, rate) })
        const { lanes } = layoutLadder(trace, ladderView({ fromMs: toMs - 4000, toMs, oneWayMs: rttMs / 2 }))
        for (const { labels } of lanes) {
          labels.forEach((label, at) => {
            expect(labels.slice(at + 1).filter(other => overlap(label, other))).toEqual([])
          })
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('lanesOf', () => {
  it('keeps a wide column’s lines where they read well', () => {
    const [one] = lanesOf({ columns: ['sse'], width: 1280 })
    expect(one?.server).toBe((one?.client ?? 0) + 460)
  })

  it('leaves room for an arrow at the least width', () => {
    for (const { client, server } of lanesOf(ladderView({ width: 1000 }))) {
      expect(server - client).toBe(112)
    }
  })
})

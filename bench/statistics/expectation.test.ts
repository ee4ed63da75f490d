import { describe, expect, it } from 'vitest'
import type { Summary } from '../report/types.ts'
import { evaluate, parseExpectation } from './expectation.ts'
import { readFigure } from './figure.ts'
import { scenarioOf, trialOf } from './fixtures.ts'
import { summarise } from './summary.ts'

const blocks = [1, 2, 3, 4, 5, 6]

function cellOf(name: string, latencyMs: number): Summary {
  const trials = blocks.map(block =>
    trialOf({ scenario: name, transport: 'websocket', block }, new Float64Array(750).fill(latencyMs + block)),
  )
  return summarise(scenarioOf({ name, transports: ['websocket'] }), trials)[0]!
}

const lan = cellOf('lan', 10)
const wan = cellOf('wan', 60)
const nothing = summarise(scenarioOf({ name: 'idle', transports: ['websocket'] }), [])[0]!

describe('parseExpectation', () => {
  it('takes scenario, transport, figure, operator and bound apart', () => {
    expect(parseExpectation('rtt 25/long-polling.latencyMs.p50.high<= 2.5e1')).toEqual({
      text: 'rtt 25/long-polling.latencyMs.p50.high<= 2.5e1',
      scenario: 'rtt 25',
      transport: 'long-polling',
      figure: 'latencyMs.p50.high',
      operator: '<=',
      bound: 25,
    })
  })

  it('needs no scenario', () => {
    expect(parseExpectation(' websocket.lost == 0 ')).toMatchObject({
      scenario: null,
      figure: 'lost',
      operator: '==',
    })
  })

  it.each([
    ['websocket.latencyMs.p50 20', 'operator "", expected one of < <= > >= =='],
    ['websocket.latencyMs.p50 = 20', 'operator "=", expected one of < <= > >= =='],
    ['websocket.latencyMs.p50 != 20', 'operator "!=", expected one of < <= > >= =='],
    [
      'ws.lost < 1',
      'unknown transport "ws", expected one of polling, long-polling, streaming, sse, websocket',
    ],
    ['websocket < 1', 'unknown metric "", expected one of latencyMs.min, '],
    ['websocket.latencyMs.p95 < 1', 'unknown metric "latencyMs.p95", expected one of latencyMs.min, '],
    ['websocket.constructor < 1', 'unknown metric "constructor", expected one of latencyMs.min, '],
    ['websocket.lost.high < 1', 'unknown metric "lost.high", expected one of latencyMs.min, '],
    ['websocket.lost < 20 ms', 'bound "20 ms", expected a number without a unit, such as 20'],
    ['websocket.lost <', 'bound "", expected a number without a unit, such as 20'],
    ['man/websocket.lost < 1', 'unknown scenario "man", expected one of lan, wan'],
  ])('says in one line what is wrong with "%s"', (text, complaint) => {
    const parse = () => parseExpectation(text, ['lan', 'wan'])
    expect(parse).toThrow(`--expect "${text}": ${complaint}`)
    expect(parse).not.toThrow('\n')
  })

  it('lists every figure that it knows', () => {
    expect(() => parseExpectation('sse.speed > 1')).toThrow(
      /latencyMs\.p50, .*requestsPerClientPerMinute, .*trials, lost, duplicated, reordered$/,
    )
  })
})

describe('evaluate', () => {
  const evaluated = (text: string, summaries: Summary[]) => evaluate(parseExpectation(text), summaries)

  it.each([
    ['websocket.latencyMs.p50 < 14', 13.5, true],
    ['websocket.latencyMs.p50 < 13.5', 13.5, false],
    ['websocket.latencyMs.p50 <= 13.5', 13.5, true],
    ['websocket.latencyMs.p50 > 13.5', 13.5, false],
    ['websocket.latencyMs.p50 >= 13.5', 13.5, true],
    ['websocket.latencyMs.p50 == 13.5', 13.5, true],
    ['websocket.latencyMs.p50 == 13', 13.5, false],
    ['websocket.latencyMs.p50.median < 14', 13.5, true],
    ['websocket.latencyMs.p50.low >= 11', 11, true],
    ['websocket.latencyMs.p50.high < 16', 16, false],
    ['websocket.trials == 6', 6, true],
    ['websocket.reordered == 0', 0, true],
  ])('%s, with %d', (text, actual, met) => {
    expect(evaluated(text, [lan])).toEqual({ text, actual, met })
  })

  it('holds in every scenario that ran the transport, and shows the worst', () => {
    expect(evaluated('websocket.latencyMs.p50 < 20', [lan, wan])).toMatchObject({ actual: 63.5, met: false })
    expect(evaluated('websocket.latencyMs.p50 < 70', [wan, lan])).toMatchObject({ actual: 63.5, met: true })
    expect(evaluated('websocket.latencyMs.p50 > 20', [lan, wan])).toMatchObject({ actual: 13.5, met: false })
    expect(evaluated('websocket.latencyMs.p50 == 60', [lan, wan])).toMatchObject({ actual: 13.5, met: false })
  })

  it('asks only the scenario that it names', () => {
    expect(evaluated('lan/websocket.latencyMs.p50 < 20', [wan, lan])).toMatchObject({
      actual: 13.5,
      met: true,
    })
  })

  it.each([
    ['websocket.latencyMs.p99 < 1000', [lan]],
    ['websocket.emptyShare < 1', [lan]],
    ['sse.latencyMs.p50 < 1000', [lan]],
    ['man/websocket.latencyMs.p50 < 1000', [lan]],
    ['websocket.latencyMs.p50 < 1000', [lan, nothing]],
    ['websocket.latencyMs.p50 < 1000', [nothing, lan]],
    ['websocket.lost == 0', [nothing]],
  ])('is not met where the figure is not available: %s', (text, summaries) => {
    expect(evaluated(text, summaries)).toEqual({ text, actual: null, met: false })
  })
})

describe('readFigure', () => {
  it('refuses a path that names nothing', () => {
    expect(() => readFigure(lan, 'latencyMs.count')).toThrow('unknown figure "latencyMs.count"')
  })
})

import { describe, expect, it } from 'vitest'
import { reportFixture } from '../report/test/fixture.ts'
import { closedForms } from './closed-form.ts'
import { usual } from './test/fixtures.ts'
import { theoryQuantities, theoryRows } from './theory-rows.ts'

const exact = (median: number | null) => ({ median, low: median, high: median })
const cellOf = (transport: 'polling' | 'websocket') =>
  reportFixture().summary.find(cell => cell.transport === transport)!

describe('a cell’s rows of theory', () => {
  it('names scenario, transport and quantity, with both figures', () => {
    const made = cellOf('polling')
    const latencyMs = { ...made.latencyMs, p99: exact(1_000) }
    const cell = { ...made, latencyMs, requestsPerClientPerMinute: exact(61) }
    const rows = theoryRows(cell, closedForms.polling(usual))
    expect(rows.map(({ quantity }) => quantity)).toEqual(theoryQuantities)
    expect(rows.find(({ quantity }) => quantity === 'requestsPerClientPerMinute')).toEqual({
      scenario: 'default',
      transport: 'polling',
      quantity: 'requestsPerClientPerMinute',
      predicted: 60,
      measured: exact(61),
      tolerance: 1.2,
      agrees: true,
      explanation: null,
    })
  })

  it('adds both directions of bytes and allows them 2 %', () => {
    const headsOf = (median: number) =>
      theoryRows({ ...cellOf('polling'), headBytesPerEvent: exact(median) }, closedForms.polling(usual)).find(
        ({ quantity }) => quantity === 'headBytesPerEvent',
      )
    expect(headsOf(303 * 1.019)).toMatchObject({ predicted: 303, agrees: true })
    expect(headsOf(303 * 1.021)).toMatchObject({ agrees: false })
  })

  it('allows a latency 5 % and flags what is further', () => {
    const predicted = closedForms.websocket(usual)
    const p50Of = (median: number | null) => {
      const cell = cellOf('websocket')
      const latencyMs = { ...cell.latencyMs, p50: exact(median) }
      return theoryRows({ ...cell, latencyMs }, predicted).find(
        ({ quantity }) => quantity === 'latencyMs.p50',
      )
    }
    expect(p50Of(52.4)).toMatchObject({ predicted: 50, agrees: true })
    expect(p50Of(52.6)).toMatchObject({ agrees: false })
    expect(p50Of(null)).toBeUndefined()
  })

  it('tells a latency no finer than the bench’s clock', () => {
    const predicted = closedForms.websocket({ ...usual, oneWayMs: 1 })
    const meanOf = (median: number) => {
      const cell = cellOf('websocket')
      const latencyMs = { ...cell.latencyMs, mean: exact(median) }
      return theoryRows({ ...cell, latencyMs }, predicted).find(
        ({ quantity }) => quantity === 'latencyMs.mean',
      )
    }
    expect(meanOf(1.49)).toMatchObject({ predicted: 1, tolerance: 0.5, agrees: true })
    expect(meanOf(1.51)).toMatchObject({ agrees: false })
  })

  it('tells a count no finer than one request of its window', () => {
    const window = { clients: 5, durationMs: 2_000 }
    const rowsOf = (requests: number, empty: number) => {
      const counts = { requestsPerClientPerMinute: exact(requests), emptyShare: exact(empty) }
      return theoryRows(
        { ...cellOf('polling'), ...counts },
        closedForms.polling({ ...usual, eventsPerSecond: 10, pollIntervalMs: 500 }),
        window,
      )
    }
    const find = (rows: ReturnType<typeof rowsOf>, name: string) =>
      rows.find(({ quantity }) => quantity === name)!
    // One more poll in 2 s is 30 a minute; of the 20 polls that five clients send, one is 5 %.
    expect(find(rowsOf(150, 0), 'requestsPerClientPerMinute')).toMatchObject({ tolerance: 30, agrees: true })
    expect(find(rowsOf(151, 0), 'requestsPerClientPerMinute')).toMatchObject({ agrees: false })
    expect(find(rowsOf(120, 0), 'emptyShare')).toMatchObject({ tolerance: 0.05, agrees: true })
    expect(find(rowsOf(120, 0.06), 'emptyShare')).toMatchObject({ agrees: false })
  })

  it('has no row for what an open transport does not do', () => {
    const quantities = theoryRows(cellOf('websocket'), closedForms.websocket(usual)).map(row => row.quantity)
    expect(quantities).not.toContain('emptyShare')
  })

  it('has no row where theory gives nothing', () => {
    const bursts = closedForms['long-polling']({ ...usual, arrivals: 'burst' })
    expect(theoryRows(cellOf('polling'), bursts).map(({ quantity }) => quantity)).toEqual([
      'framingBytesPerEvent',
    ])
  })
})

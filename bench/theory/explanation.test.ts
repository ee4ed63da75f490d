import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TransportName } from '../../server/protocol.ts'
import type { CompletedTrial, ModelFigure, TheoryRow } from '../report/types.ts'
import { costOf, directionOf, scenarioOf, trialOf } from '../statistics/fixtures.ts'
import { distribution } from '../statistics/quantile.ts'
import { explainModel, explainRows, unexplained } from './explanation.ts'

const scenario = scenarioOf({ clients: 30 })
const alone = { groups: 1, before: 0 }

const rowOf = (
  transport: TransportName,
  quantity: string,
  { predicted, measured, tolerance = 1 }: { predicted: number; measured: number; tolerance?: number },
): TheoryRow => {
  const agrees = Math.abs(measured - predicted) <= tolerance
  const estimate = { median: measured, low: measured, high: measured }
  const figures = { predicted, measured: estimate, tolerance, agrees }
  return { scenario: 'lan', transport, quantity, ...figures, explanation: null }
}

const figureOf = (predicted: number, measured: number, tolerance = 2): ModelFigure => {
  return { predicted, measured, tolerance, agrees: Math.abs(measured - predicted) <= tolerance }
}

/** The one row's explanation, from one trial; a mean that is predicted at 20 ms stands beside it. */
function explained(row: TheoryRow, trial: CompletedTrial, groups = 1): string | null {
  const mean = rowOf(row.transport, 'latencyMs.mean', { predicted: 20, measured: 20 })
  return explainRows([row, mean], [trial as ReturnType<typeof trialOf>], scenario, { groups, before: 0 })[0]!
    .explanation
}

const evenly = (fromMs: number, toMs: number) =>
  Array.from({ length: 750 }, (_, index) => fromMs + ((toMs - fromMs) * index) / 749)

/** Busy for so much of 2.5 s with 25 events to 30 clients. */
const busy = (utilization: number) => ({ ...costOf(1), eventLoopUtilization: utilization })
const link = { ...trialOf({ transport: 'sse' }).link, cost: { ...busy(0), awakeMs: 0 } }
const linkOf = (oneWayMs: number) => ({ ...link, achievedMs: distribution([oneWayMs]) })

describe('a cell that is not as the closed form has it', () => {
  it('is left alone where it agrees', () => {
    const row = rowOf('sse', 'latencyMs.p90', { predicted: 20, measured: 20.5 })
    expect(explained(row, trialOf({ transport: 'sse' }))).toBeNull()
  })

  it('had arrivals on which the model differs from the closed form as much', () => {
    const row = rowOf('long-polling', 'latencyMs.mean', { predicted: 20.8, measured: 24, tolerance: 2.3 })
    const on = (modelled: number) =>
      explained(
        row,
        trialOf({ transport: 'long-polling' }, undefined, {
          model: { 'latencyMs.mean': figureOf(modelled, 24) },
        }),
      )
    expect(on(23.1)).toBe(
      'the arrivals of these windows: 3.2 ms over; on these arrivals the model has 23.1, where the closed form takes Poisson arrivals in the long run',
    )
    expect(on(21)).toContain(unexplained)
    expect(on(18)).toContain(unexplained)
  })

  it('is not explained by half of the difference, however wide the tolerance, nor by most of it beyond the tolerance', () => {
    const of = (measured: number, tolerance: number, modelled: number) => {
      const model = { 'latencyMs.mean': figureOf(modelled, measured) }
      const row = rowOf('long-polling', 'latencyMs.mean', { predicted: 20, measured, tolerance })
      return explained(
        row,
        trialOf({ transport: 'long-polling' }, [measured], { model, requests: { sent: 0, empty: 0 } }),
      )
    }
    expect(of(23, 2.5, 22.1)).toContain('arrivals')
    expect(of(23, 2.5, 21)).toContain(unexplained)
    expect(of(50, 1, 49.5)).toContain('arrivals')
    expect(of(50, 1, 45)).toContain(unexplained)
  })

  it('has requests that the model has on these arrivals', () => {
    const row = rowOf('long-polling', 'requestsPerClientPerMinute', {
      predicted: 560,
      measured: 400,
      tolerance: 30,
    })
    const model = { requestsPerClient: figureOf(17, 17, 1) }
    const requests = { sent: 510, empty: 0 }
    expect(explained(row, trialOf({ transport: 'long-polling' }, undefined, { model, requests }))).toContain(
      'the model has 408',
    )
  })

  it('never blames arrivals for a stream that is always open', () => {
    const row = rowOf('sse', 'latencyMs.mean', { predicted: 20, measured: 23 })
    const costs = { server: busy(0), link, load: busy(0) }
    const model = { 'latencyMs.mean': figureOf(23, 23) }
    const trial = trialOf({ transport: 'sse' }, undefined, { ...costs, model })
    expect(explained(row, trial)).toContain(unexplained)
  })

  it('served its clients in turn for as long as the processes were busy with an event', () => {
    const row = rowOf('websocket', 'latencyMs.p90', { predicted: 22, measured: 26 })
    const at = (server: number) => {
      const costs = { server: busy(server), link: linkOf(18), load: busy(0.04) }
      return explained(row, trialOf({ transport: 'websocket' }, evenly(19, 29), costs))
    }
    // 5 ms an event at the server and nine tenths of 4 at the load, less what of 22 is not the link's 18 and a lag of 0.1.
    expect(at(0.05)).toBe(
      'clients served in turn: 4 ms over; the busy time of server, link and load allows up to 4.7 ms more than predicted for an event’s 30 deliveries in turn, and the first came after 19 ms',
    )
    expect(at(0.04)).toContain(unexplained)
  })

  it('was not served in turn where the first delivery is late already, or the processes have but idled', () => {
    const row = rowOf('websocket', 'latencyMs.p90', { predicted: 22, measured: 26 })
    const of = (latencies: number[], idleUtilization = 0) => {
      const server = { ...busy(0.05), idleUtilization }
      const costs = { server, link: linkOf(18), load: busy(0.04) }
      return explained(row, trialOf({ transport: 'websocket' }, latencies, costs))
    }
    expect(of(evenly(20.4, 29))).toContain('clients served in turn')
    expect(of(evenly(20.6, 29))).toContain(unexplained)
    expect(of(evenly(19, 29), 0.05)).toContain(unexplained)
  })

  it('served its clients side by side, where the prediction has no more for those before one', () => {
    const row = rowOf('websocket', 'latencyMs.p50', { predicted: 22, measured: 20 })
    const at = (server: number) => {
      const costs = { server: busy(server), link: linkOf(18), load: busy(0) }
      return explained(row, trialOf({ transport: 'websocket' }, evenly(19, 21), costs))
    }
    expect(at(0.05)).toMatch(/^clients served side by side: 2 ms under; the prediction has [\d.]+ ms for/)
    expect(at(0)).toContain(unexplained)
  })

  it('is a long poll that waited for more than the service that is predicted', () => {
    const row = rowOf('long-polling', 'latencyMs.p50', { predicted: 22, measured: 26 })
    const of = (server: number) => {
      const costs = { server: busy(server), link: linkOf(18), load: busy(0) }
      const together = { received: 750, requests: 2_250 }
      return explained(row, trialOf({ transport: 'long-polling' }, evenly(19, 29), { ...costs, together }), 3)
    }
    expect(of(0.2)).toContain('clients served in turn: 4 ms over')
    expect(of(0.02)).toContain('few events')
  })

  it('had a feed or a link that was late by as much', () => {
    const row = rowOf('polling', 'latencyMs.p90', { predicted: 450, measured: 454, tolerance: 1.5 })
    const late = distribution([...Array(8).fill(0.4), 4.2, 4.3])
    const on = (changes: Partial<CompletedTrial>) =>
      explained(row, trialOf({ transport: 'polling' }, undefined, changes))
    expect(on({ feedLagMs: late })).toBe(
      'the feed was late: 4 ms over; its p90 was 3.8 ms over its p50, and the prediction takes p50s',
    )
    expect(on({ link: { ...link, achievedMs: late } })).toContain('the link was late: 4 ms over')
    expect(on({ feedLagMs: distribution([0.4, 0.4, 0.5]) })).toContain(unexplained)
  })

  it('has so few events that they do not settle the figure', () => {
    const of = (count: number, predicted: number) => {
      const latencies = Array.from({ length: count }, (_, index) => ((index + 0.5) * 500) / count)
      const row = rowOf('polling', 'latencyMs.p50', { predicted, measured: 250, tolerance: 12 })
      return explained(row, trialOf({ transport: 'polling' }, latencies))
    }
    // 2 standard errors of a median of 100 values uniform on 500 ms are 50 ms.
    expect(of(100, 290)).toBe(
      'few events: 40 ms under; 100 independent events place it only between 198 and 298',
    )
    expect(of(100, 310)).toBe(
      'few events: 60 ms under; 100 independent events place it only between 198 and 298, so within 5 % of the prediction',
    )
    expect(of(100, 320)).toContain(unexplained)
    expect(of(10_000, 290)).toContain(unexplained)
  })

  it('cut a message of a client at an edge of its window', () => {
    const windowBytes = { up: directionOf(7_000, 0, 0, 0), down: directionOf(20_000, 0, 0, 0) }
    const requests = { sent: 90, empty: 0 }
    const of = (measured: number) =>
      explained(
        rowOf('long-polling', 'headBytesPerEvent', { predicted: 36, measured }),
        trialOf({ transport: 'long-polling' }, undefined, { windowBytes, requests }),
      )
    // 300 B a request over 25 events.
    expect(of(47)).toBe('the window’s edges: 11 B an event over; one message of a client at an edge makes 12')
    expect(of(49)).toContain(unexplained)
  })

  it('sends whole bytes, and differs by less than a digit makes', () => {
    const of = (predicted: number) =>
      explained(
        rowOf('sse', 'framingBytesPerEvent', { predicted, measured: 6, tolerance: 0.1 }),
        trialOf({ transport: 'sse' }),
      )
    expect(of(6.6)).toContain('whole bytes: 0.6 B an event under, less than the 1 B')
    expect(of(19)).toBe(`${unexplained}: 13 B an event under, a finding or a fault of the bench`)
  })

  it('asks its own valid trials alone', () => {
    const row = rowOf('long-polling', 'latencyMs.mean', { predicted: 20.8, measured: 24 })
    const model = { 'latencyMs.mean': figureOf(23.5, 24) }
    const own = trialOf({ transport: 'long-polling' }, undefined, { model })
    const others = [
      { ...own, valid: false },
      { ...own, control: true },
      { ...own, transport: 'polling' as const },
      { ...own, scenario: 'wan' },
    ]
    expect(explainRows([row], others, scenario, alone)[0]).toBe(row)
    expect(explainRows([row], [...others, own], scenario, alone)[0]!.explanation).toContain('arrivals')
  })

  it('is explained, or said not to be, whatever its figures', () => {
    const figure = fc.double({ min: 0, max: 1_000, noNaN: true })
    const quantity = fc.constantFrom('latencyMs.mean', 'latencyMs.p99', 'emptyShare', 'headBytesPerEvent')
    const transport = fc.constantFrom<TransportName[]>('polling', 'long-polling', 'sse', 'websocket')
    fc.assert(
      fc.property(transport, quantity, figure, figure, (name, of, predicted, measured) => {
        const row = rowOf(name, of, { predicted, measured })
        const told = explained(row, trialOf({ transport: name }))
        expect(told === null).toBe(row.agrees)
        expect(told ?? '').not.toMatch(/NaN|null|undefined|Infinity/)
      }),
    )
  })
})

describe('trials that are not as the model has them', () => {
  const polls = (measured: number, near = 0.96, quantity = 'latencyMs.mean') =>
    trialOf(
      { transport: 'polling' },
      evenly(20, 520).filter((_, index) => index % 5 === 0),
      {
        model: { [quantity]: figureOf(270, measured), nearDeliveryShare: figureOf(1, near, 0.25) },
      },
    )
  const explainedMean = (trials: readonly ReturnType<typeof trialOf>[]) =>
    explainModel(trials, 'latencyMs.mean', scenario, alone)

  it('say nothing where all agree', () => {
    expect(explainedMean([polls(270), polls(271)])).toBeNull()
    expect(explainModel([polls(270)], 'unheard of', scenario, alone)).toBeNull()
  })

  it('are counted cause by cause, with the one furthest off', () => {
    expect(explainedMean([polls(270), polls(263), polls(260), polls(200)])).toBe(
      '1 of 4, not explained: 70 ms under, a finding or a fault of the bench. 2 of 4, another poll: 10 ms under, as 3 of 150 deliveries make that went with the poll before or after; not near their own prediction: 6 (the furthest off)',
    )
  })

  it('have a median that moved past no more deliveries than strayed', () => {
    const of = (measured: number, near: number) =>
      explainModel([polls(measured, near, 'latencyMs.p50')], 'latencyMs.p50', scenario, alone)
    expect(of(260, 0.97)).toContain('as 2 of 150 deliveries make')
    expect(of(240, 0.97)).toContain(unexplained)
    expect(of(269.9 - 2, 0.6)).toContain(unexplained)
  })

  it('went with whole polls, so that a mean between two is another matter', () => {
    const few = (measured: number) => {
      const trial = polls(measured)
      return explainedMean([{ ...trial, events: { ...trial.events, received: 50 } }])
    }
    expect(few(270 - 11.5)).toContain('another poll: 11.5 ms under, as 1 of 50')
    expect(few(270 - 5)).toContain(unexplained)
  })

  it('missed a poll only where most that strayed are needed for it, since late answers stray as well', () => {
    expect(explainedMean([polls(276, 0.98)])).toContain('another poll: 6 ms over, as 2 of 150')
    expect(explainedMean([polls(276, 0.9)])).toContain(unexplained)
    expect(explainedMean([polls(264, 0.9)])).toContain('another poll: 6 ms under')
  })

  it('sent other numbers of long polls', () => {
    const of = (measured: number, sent: number) =>
      explainedMean([
        trialOf({ transport: 'long-polling' }, evenly(50, 150), {
          link: linkOf(50),
          model: {
            'latencyMs.mean': figureOf(94, measured),
            requestsPerClient: figureOf(13, sent, 1),
          },
          server: busy(0),
          load: busy(0),
        }),
      ])
    expect(of(90.5, 14)).toContain(
      'another answer: 3.5 ms under; a client sent 14 requests where the model has 13',
    )
    expect(of(90.5, 13)).toContain(unexplained)
    expect(of(84, 14)).toContain(unexplained)
  })

  it('sent fewer requests where each answer with its next request took a little longer', () => {
    const of = (sent: number) =>
      explainModel(
        [
          trialOf({ transport: 'long-polling' }, undefined, {
            measuredMs: 4_000,
            model: { requestsPerClient: figureOf(100, sent, 1) },
          }),
        ],
        'requestsPerClient',
        scenario,
        alone,
      )
    expect(of(97)).toContain(
      'a longer cycle: 3 requests under; an answer and the next request together took 1.24 ms longer',
    )
    expect(of(90)).toContain(unexplained)
  })

  it('have few near deliveries where the last of an event’s clients wait their turn', () => {
    const of = (load: number, transport: TransportName = 'sse') =>
      explainModel(
        [
          trialOf({ transport }, evenly(15, 26), {
            model: { 'latencyMs.mean': figureOf(20, 20.5), nearDeliveryShare: figureOf(1, 0.4, 0.25) },
            server: busy(0),
            link: linkOf(15),
            load: busy(load),
          }),
        ],
        'nearDeliveryShare',
        scenario,
        alone,
      )
    expect(of(0.2)).toContain(
      'clients served in turn: 0.6 of the deliveries under, as their p90 is 4.9 ms over',
    )
    expect(of(0.02)).toContain(unexplained)
    // A long poll's deliveries do not all have the same prediction.
    expect(of(0.2, 'long-polling')).toContain(unexplained)
  })

  it('are read from a report that does not know how busy the processes were, and then not said to wait', () => {
    const {
      link: whole,
      load,
      ...rest
    } = trialOf({ transport: 'sse' }, evenly(15, 26), {
      model: { 'latencyMs.mean': figureOf(20, 23) },
      load: busy(0.3),
    })
    const { cost: _cost, ...oldLink } = whole
    const { idleUtilization: _idle, ...oldLoad } = load
    const old = (changes: object) =>
      explainedMean([{ ...rest, link: whole, load, ...changes } as typeof rest & ReturnType<typeof trialOf>])
    expect(old({})).toContain('clients served in turn: 3 ms over')
    const unknown =
      '1 of 1, not explained: 3 ms over, the report is from before the processes’ busy time was kept whole'
    expect(old({ link: oldLink })).toBe(unknown)
    expect(old({ load: oldLoad })).toBe(unknown)
    const bytes = rowOf('sse', 'framingBytesPerEvent', { predicted: 19, measured: 6 })
    expect(explained(bytes, { ...rest, link: whole, load: oldLoad } as unknown as CompletedTrial)).toContain(
      'a fault of the bench',
    )
  })
})

import { clockErrorMs } from '../theory/explanation/resolution.ts'
import { explainModel } from '../theory/explanation.ts'
import { placeOf } from '../theory/from-scenario.ts'
import { figure, noFigure, significant } from './figures.ts'
import { transportLabels } from './labels.ts'
import { numbers, summariesOf, type Table, texts } from './tables.ts'
import type { CompletedTrial, Report, Scenario, TheoryRow, Trial, TrialPlan } from './types.ts'

type Counted = TrialPlan & CompletedTrial

function countedOf(report: Report, scenario: string): readonly Counted[] {
  return report.trials.filter(
    (trial): trial is Extract<Trial, Counted> =>
      trial.scenario === scenario && trial.status === 'completed' && trial.valid,
  )
}

function medianOf(values: readonly (number | null)[]): string {
  const known = values.filter(value => value !== null).toSorted((a, b) => a - b)
  return known.length === 0 ? noFigure : significant(known[Math.floor((known.length - 1) / 2)]!)
}

/** The order of the transports at each distance: p50 by round trip, for scenarios of one experiment. */
export function distanceTable(report: Report, together: readonly Scenario[]): Table {
  return {
    caption: 'p50 latency in ms by round trip: how the order depends on distance [95 % interval]',
    columns: [...texts('transport'), ...numbers(...together.map(({ link }) => `${link.rttMs} ms`))],
    rows: together[0]!.transports.map(transport => [
      transportLabels[transport],
      ...together.map(({ name }) => {
        const cell = summariesOf(report, name).find(summary => summary.transport === transport)
        return cell ? figure(cell.latencyMs.p50) : noFigure
      }),
    ]),
  }
}

/** The link's delay, asked and achieved, by transport. */
export function linkTable(report: Report, scenario: Scenario): Table {
  const trials = countedOf(report, scenario.name)
  return {
    caption: 'The link, one way in ms: asked and achieved (medians over valid trials; max of all)',
    columns: [...texts('transport'), ...numbers('asked', 'min', 'p50', 'p99', 'max')],
    rows: scenario.transports.flatMap(transport => {
      const own = trials.filter(trial => trial.transport === transport).map(({ link }) => link)
      if (own.length === 0) return []
      const of = (name: 'min' | 'p50' | 'p99') => medianOf(own.map(({ achievedMs }) => achievedMs[name]))
      const max = Math.max(...own.map(({ achievedMs }) => achievedMs.max ?? 0))
      return [
        [
          transportLabels[transport],
          significant(own[0]!.askedMs),
          of('min'),
          of('p50'),
          of('p99'),
          significant(max),
        ],
      ]
    }),
  }
}

/** The model run on each trial's own trace: how many trials agree, both figures at the median, and why some do not. */
export function modelTable(report: Report, scenario: Scenario): Table {
  const trials = countedOf(report, scenario.name)
  const place = placeOf(report.scenarios, scenario)
  return {
    caption: 'The model on each trial’s own schedule, phases and delay (medians over valid trials)',
    columns: [
      ...texts('transport', 'quantity'),
      ...numbers('predicted', 'measured', 'tolerance', 'trials that agree'),
      ...texts('what the others say'),
    ],
    rows: scenario.transports.flatMap(transport => {
      const own = trials.filter(trial => trial.transport === transport)
      const quantities = [...new Set(own.flatMap(({ model }) => Object.keys(model)))]
      return quantities.map(quantity => {
        const figures = own.flatMap(({ model }) => model[quantity] ?? [])
        const agreeing = figures.filter(({ agrees }) => agrees).length
        return [
          transportLabels[transport],
          quantity,
          medianOf(figures.map(({ predicted }) => predicted)),
          medianOf(figures.map(({ measured }) => measured)),
          `± ${significant(figures[0]!.tolerance)}`,
          `${agreeing} of ${figures.length}`,
          explainModel(own, quantity, scenario, place) ?? '',
        ]
      })
    }),
  }
}

/** Every figure of the closed form beside its cell. */
export function theoryTable(report: Report, scenario: Scenario): Table {
  return {
    caption: 'The closed form, at the rate and delay achieved, beside the cell [95 % interval]',
    columns: [...texts('transport', 'quantity'), ...numbers('predicted', 'measured'), ...texts('outcome')],
    rows: report.theory
      .filter(row => row.scenario === scenario.name)
      .map(row => [...besideEachOther(row), row.agrees ? 'agrees' : 'differs']),
  }
}

/** The figures in which a cell is not as the closed form has it, with what its own trials say of that. */
export function differencesTable(report: Report, scenario: Scenario): Table {
  return {
    caption: `Where the cells differ from the closed form [95 % interval]; latencies cannot be told finer than the clock’s ${clockErrorMs} ms, counts than one request`,
    columns: [
      ...texts('transport', 'quantity'),
      ...numbers('predicted', 'measured', 'tolerance'),
      ...texts('explanation'),
    ],
    rows: report.theory
      .filter(({ scenario: name, agrees }) => name === scenario.name && !agrees)
      // A report from before there were explanations has none.
      .map(row => [...besideEachOther(row), `± ${significant(row.tolerance)}`, row.explanation ?? noFigure]),
  }
}

function besideEachOther({ transport, quantity, predicted, measured }: TheoryRow): readonly string[] {
  return [transportLabels[transport], quantity, significant(predicted), figure(measured)]
}

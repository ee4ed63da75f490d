import { unexplained } from '../theory/explanation.ts'
import type { TheoryQuantity } from '../theory/theory-rows.ts'
import { count, grouped, noFigure } from './figures.ts'
import { transportLabels } from './labels.ts'
import { numbers, type Table, texts } from './tables.ts'
import type { Report, Scenario, TheoryRow } from './types.ts'

/** Figures that are told together. */
type Family = 'latency, mean and p50' | 'latency, p90 and p99' | 'requests' | 'bytes'

const families: Record<TheoryQuantity, Family> = {
  'latencyMs.mean': 'latency, mean and p50',
  'latencyMs.p50': 'latency, mean and p50',
  'latencyMs.p90': 'latency, p90 and p99',
  'latencyMs.p99': 'latency, p90 and p99',
  requestsPerClientPerMinute: 'requests',
  emptyShare: 'requests',
  headBytesPerEvent: 'bytes',
  framingBytesPerEvent: 'bytes',
  envelopeBytesPerEvent: 'bytes',
}

/** How much of the whole run is as the closed form has it, by family of figures; a cell is a transport in a scenario. */
export function theorySummary({ theory }: Pick<Report, 'theory'>): Table {
  const told = [...new Set(Object.values(families))]
    .map((family): [string, readonly TheoryRow[]] => [family, theory.filter(row => familyOf(row) === family)])
    .concat([['all of them', theory]])
    .filter(([, rows]) => rows.length > 0)
  return {
    caption:
      'Measured beside the closed form: cells (a transport in a scenario) that agree in all figures of a family',
    columns: [
      ...texts('figures'),
      ...numbers(
        'cells that agree',
        'share of cells',
        'figures that agree',
        'that differ',
        'of them explained',
      ),
    ],
    rows: told.map(([name, rows]) => {
      const cells = cellsOf(rows)
      const agreeing = cells.filter(agrees).length
      const differing = rows.filter(row => !row.agrees)
      return [
        name,
        `${grouped(agreeing)} of ${grouped(cells.length)}`,
        `${grouped((100 * agreeing) / cells.length)} %`,
        `${grouped(rows.length - differing.length)} of ${grouped(rows.length)}`,
        grouped(differing.length),
        grouped(differing.filter(isExplained).length),
      ]
    }),
  }
}

/** How many trials are as the model on their own trace has them, by quantity, and in all that decides together. */
export function traceSummary({ trials }: Pick<Report, 'trials'>): Table {
  const models = trials.flatMap(trial =>
    trial.status === 'completed' && trial.valid ? [{ transport: trial.transport, model: trial.model }] : [],
  )
  const transports = [...new Set(models.map(({ transport }) => transport))]
  const quantities = [...new Set(models.flatMap(({ model }) => Object.keys(model)))]
  const agreeing = (of: typeof models, quantity: string) => {
    const figures = of.flatMap(({ model }) => model[quantity] ?? [])
    return figures.length === 0
      ? noFigure
      : share(figures.filter(figure => figure.agrees).length, figures.length)
  }
  return {
    caption: 'Measured beside the model on each trial’s own trace: trials that agree',
    columns: [...texts('quantity'), ...numbers(...transports.map(transport => transportLabels[transport]))],
    rows: quantities.map(quantity => [
      quantity,
      ...transports.map(transport =>
        agreeing(
          models.filter(each => each.transport === transport),
          quantity,
        ),
      ),
    ]),
  }
}

function familyOf({ quantity }: TheoryRow): Family | undefined {
  return families[quantity as TheoryQuantity]
}

/** A scenario's theory in a sentence; null where nothing was predicted. */
export function theorySentence(report: Report, { name }: Scenario): string | null {
  const rows = report.theory.filter(({ scenario }) => scenario === name)
  const figures = report.trials.flatMap(trial =>
    trial.scenario === name && trial.status === 'completed' && trial.valid ? Object.values(trial.model) : [],
  )
  if (rows.length === 0) return null
  const cells = cellsOf(rows)
  const differing = rows.filter(row => !row.agrees)
  const explained = differing.filter(isExplained).length
  return [
    `The closed form agrees in ${share(rows.length - differing.length, rows.length)} figures of ${count(cells.length, 'cell')}`,
    `; in ${count(cells.filter(agrees).length, 'cell')} in all of them`,
    differing.length === 0
      ? ''
      : `; of the ${grouped(differing.length)} that differ, ${grouped(explained)} ${explained === 1 ? 'is' : 'are'} explained`,
    `; the model on the trace in ${share(figures.filter(figure => figure.agrees).length, figures.length)} trial figures.`,
  ].join('')
}

function share(part: number, whole: number): string {
  return `${grouped(part)} of ${grouped(whole)}`
}

/** Rows by the cell that they are of. */
function cellsOf(rows: readonly TheoryRow[]): readonly (readonly TheoryRow[])[] {
  const cells = new Map<string, TheoryRow[]>()
  for (const row of rows) {
    const cell = `${row.scenario} ${row.transport}`
    cells.set(cell, [...(cells.get(cell) ?? []), row])
  }
  return [...cells.values()]
}

function agrees(cell: readonly TheoryRow[]): boolean {
  return cell.every(row => row.agrees)
}

function isExplained({ explanation }: TheoryRow): boolean {
  return Boolean(explanation) && !explanation!.startsWith(unexplained)
}

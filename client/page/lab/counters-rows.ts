import type { TextKey } from '../i18n.ts'
import type { Language } from '../state.ts'
import { enoughForP99, type TransportFigures } from './figures.ts'
import { noFigure, percent, significant } from './numbers.ts'
import type { Outcomes } from './outcomes-since.ts'

/** One line of a card: what was measured and, where there is one, what theory says. */
export interface CounterRow {
  readonly key: TextKey
  /** How many values it is of; null where that is no question. */
  readonly n: number | null
  readonly measured: string
  /** Empty where theory has nothing to say of such a figure. */
  readonly theory: string
  /** Of too few values to lean on. */
  readonly isWeak: boolean
}

/** The lines of a transport's card, in the order in which they are read. */
export function counterRows(
  figures: TransportFigures,
  { counts }: Pick<Outcomes, 'counts'>,
  language: Language,
): readonly CounterRow[] {
  const { theory, connections, n, events, requests } = figures
  const say = (value: number | null) => significant(value, language)
  const row = (key: TextKey, measured: string, predicted = ''): CounterRow => ({
    key,
    n: null,
    measured,
    theory: predicted === noFigure ? '' : predicted,
    isWeak: false,
  })
  const expected = theory.requestsPerEvent === null ? null : theory.requestsPerEvent * events
  return [
    { ...row('lab.counterP50', say(figures.p50Ms), say(theory.p50Ms)), n },
    { ...row('lab.counterP99', say(figures.p99Ms), say(theory.p99Ms)), n, isWeak: n < enoughForP99 },
    row('lab.counterRequests', say(requests), say(expected === null ? null : Math.round(expected))),
    row('lab.counterEmpty', percent(figures.emptyShare, language), percent(theory.emptyShare, language)),
    row('lab.counterConnections', `${say(connections.opened)} (${say(connections.open)})`),
    row('lab.counterHead', say(figures.headBytes), say(theory.headBytes)),
    row('lab.counterOverhead', say(figures.overheadBytes), say(theory.overheadBytes)),
    row('lab.counterTotal', say(figures.totalBytes), say(theory.totalBytes)),
    row('lab.counterLost', say(counts.lost), '0'),
    row('lab.counterDuplicated', say(counts.duplicated), '0'),
    row('lab.counterReordered', say(counts.reordered), '0'),
  ]
}

import { grouped } from './figures.ts'
import { type Table, texts } from './tables.ts'
import type { Environment, Report, Scenario } from './types.ts'

/** Something besides the figures in which two runs differ. */
export interface RunDifference {
  readonly what: string
  readonly a: string
  readonly b: string
  readonly kind: keyof typeof meanings
}

/** What a kind of difference means for the figures; nothing where the table is enough. */
const meanings = {
  machine: 'Figures of different machines cannot be compared: latency, CPU and memory say nothing.',
  settings: 'The scenario is another experiment: its figures differ for that reason too.',
  status: 'A run that is not complete may lack what would have changed.',
  software: 'The versions are part of what is compared.',
  trials: '',
  commit: '',
} as const

/** What a reader must know before the figures, a sentence for each kind of difference that there is. */
export function warningsOf(differences: readonly RunDifference[]): readonly string[] {
  const kinds = new Set(differences.map(({ kind }) => kind))
  return [...kinds].map(kind => meanings[kind]).filter(meaning => meaning !== '')
}

/** Machine, settings of the scenarios that both name, completeness, trials left out, versions and commit, where they differ. */
export function runDifferences(a: Report, b: Report): readonly RunDifference[] {
  return [
    ...differing('machine', machineOf(a.environment), machineOf(b.environment)),
    ...a.scenarios.flatMap(scenario => {
      const other = b.scenarios.find(({ name }) => name === scenario.name)
      return other === undefined ? [] : differing('settings', settingsOf(scenario), settingsOf(other))
    }),
    ...(isComplete(a) && isComplete(b)
      ? []
      : [{ what: 'status', a: a.status, b: b.status, kind: 'status' } as const]),
    ...differing('trials', trialsOf(a), trialsOf(b)),
    ...differing('software', softwareOf(a.environment), softwareOf(b.environment)),
    ...differing('commit', { commit: commitOf(a) }, { commit: commitOf(b) }),
  ]
}

/** The differences side by side. */
export function differencesTable(differences: readonly RunDifference[]): Table {
  return {
    caption: 'What else differs',
    columns: texts('', 'A', 'B'),
    rows: differences.map(({ what, a, b }) => [what, a, b]),
  }
}

type Facts = Readonly<Record<string, string>>

function differing(kind: RunDifference['kind'], a: Facts, b: Facts): RunDifference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names
    .map(what => ({ what, a: a[what] ?? 'none', b: b[what] ?? 'none', kind }))
    .filter(difference => difference.a !== difference.b)
}

/** Memory to 0.1 GiB: what a kernel keeps for itself varies. */
function machineOf({ cpu, cores, memoryBytes, os }: Environment): Facts {
  return { cpu, cores: String(cores), memory: `${grouped(memoryBytes / 1024 ** 3, 1)} GiB`, os }
}

const softwareOf = ({ node, dependencies }: Environment): Facts => ({ node, ...dependencies })

const isComplete = ({ status }: Report) => status === 'completed'

const trialsOf = ({ trials }: Report): Facts => ({
  'trials left out (failed or invalid)': String(trials.filter(({ valid }) => !valid).length),
})

const commitOf = ({ environment }: Report) => environment.commit ?? 'unknown'

/** Every setting by its dotted path; how often and with which transports it ran only tells how much can be compared. */
function settingsOf({ name, transports: _, blocks: __, ...settings }: Scenario): Facts {
  return Object.fromEntries(leaves(name, settings))
}

function leaves(path: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner))
}

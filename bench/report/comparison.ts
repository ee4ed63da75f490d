import { compareRuns } from '../statistics/between-runs.ts'
import { leastForInterval } from '../statistics/interval.ts'
import type { Change } from '../statistics/run-change.ts'
import { leastForP } from '../statistics/significance.ts'
import { type Unmatched, unmatched } from '../statistics/unmatched.ts'
import { changesTable } from './changes-table.ts'
import { machineNotes, pairingSentence } from './comparison-notes.ts'
import { byline } from './document.ts'
import { escapedHtml, escapedMarkdown } from './escape.ts'
import { count } from './figures.ts'
import { metricLabels, transportLabels } from './labels.ts'
import { markdownTable } from './markdown.ts'
import { differencesTable, runDifferences, warningsOf } from './run-differences.ts'
import type { Report } from './types.ts'

/**
 * What changed from run A to run B, as GitHub-flavoured Markdown for a pull request: what else differs, a summary, the
 * changes, and every metric folded away.
 */
export function comparisonMarkdown(a: Report, b: Report): string {
  const changes = compareRuns(a, b)
  const differences = runDifferences(a, b)
  const lacking = unmatched(a, b)
  const changed = changes.filter(isChanged)
  const parts = [
    '## Two runs of Transport Lab compared',
    `- **A** ${escapedMarkdown(byline(a))}\n- **B** ${escapedMarkdown(byline(b))}`,
    [
      ...warningsOf(differences).map(warning => `> **Warning:** ${warning}`),
      ...machineNotes(a, changes).map(note => `> **Note:** ${escapedMarkdown(note)}`),
    ].join('\n>\n'),
    summary(changes),
    escapedMarkdown(pairingSentence(changes)),
    changed.length > 0 ? markdownTable(changesTable(changed)) : '',
    differences.length > 0 ? markdownTable(differencesTable(differences)) : '',
    lacking.length > 0 ? `Not compared:\n\n${lacking.map(named).join('\n')}` : '',
    changes.length > 0 ? everything(changes) : '',
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

const isChanged = ({ verdict }: Change) => verdict === 'A lower' || verdict === 'B lower'

function summary(changes: readonly Change[]): string {
  if (changes.length === 0) return 'The runs have no metric in common, so there is nothing to compare.'
  const judged = changes.filter(({ verdict }) => verdict !== null)
  const silent = changes.length - judged.length
  const few = `fewer than ${leastForInterval} valid trials a side`
  if (judged.length === 0)
    return `No verdicts: all ${count(changes.length, 'metric')} have ${few}, as in a smoke run.`
  const higher = judged.filter(({ verdict }) => verdict === 'A lower').length
  const lower = judged.filter(({ verdict }) => verdict === 'B lower').length
  return [
    `**${higher + lower} of ${count(judged.length, 'metric')} changed**: ${higher} higher in B, ${lower} lower in B.`,
    'For the rest no difference is shown, which does not say that there is none.',
    ...(silent > 0 ? [`${count(silent, 'more metric')} with ${few} carry no verdict.`] : []),
    ...(judged.some(({ p }) => p === null)
      ? [
          `Below ${leastForP} trials a side nothing corrects for how many metrics are looked at: a few changes in a hundred may be chance.`,
        ]
      : []),
  ].join(' ')
}

function everything(changes: readonly Change[]): string {
  const table = changesTable(changes)
  return `<details><summary>${escapedHtml(table.caption)}</summary>\n\n${markdownTable(table)}\n\n${howToRead}\n\n</details>`
}

const howToRead = `A verdict needs both intervals beyond what matters in practice (5 % and 1 ms of latency, 2 % of requests, 1 % of bytes, 4 % of CPU, 10 % of memory) and beyond a standard error of the trials’ own scatter; from ${leastForP} trials a side on also p ≤ 0.05 in a permutation test, corrected by Holm: of paired trials by turning the signs of blocks, over the transports of a metric; of others by dealing out trials anew, over the metrics of a kind in a scenario. Where trials are not paired, the events of blocks add to the scatter, and small changes stay hidden.`

function named({ onlyIn, scenario, transport, metric }: Unmatched): string {
  const parts = [
    scenario,
    ...(transport === null ? [] : [transportLabels[transport]]),
    ...(metric === null ? [] : [metricLabels[metric].words]),
  ]
  return `- ${escapedMarkdown(parts.join(', '))}: only in ${onlyIn}`
}

import type { Report, Scenario } from '../../../bench/report/types.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import { significant } from '../lab/numbers.ts'
import type { Language } from '../state.ts'
import type { TableText } from './table.ts'

/** What run it is and where it took place, as a list of terms. */
export function createFacts(report: Report, text: Text, language: Language): HTMLElement {
  const { command, createdAt, seed, mode, trials, plannedTrials, environment } = report
  const { node, os, cpu, cores, memoryBytes, commit } = environment
  const valid = trials.filter(trial => trial.valid).length
  const memory = memoryBytes > 0 ? `${significant(memoryBytes / 2 ** 30, language)} GiB` : null
  const facts: readonly (readonly [string, string | null])[] = [
    [text('results.factMade'), new Date(createdAt).toLocaleString(language)],
    [text('results.factCommand'), command],
    [text('results.factSeed'), String(seed)],
    [text('results.factMode'), mode],
    [
      text('results.factTrials'),
      text('results.trialsOf', { valid, ran: trials.length, planned: plannedTrials }),
    ],
    [
      text('results.factMachine'),
      [cpu, text('results.cores', { cores }), memory, os].filter(Boolean).join(' · '),
    ],
    [text('results.factSoftware'), [node, commit].filter(Boolean).join(' · ')],
  ]
  const items = facts.flatMap(([term, said]) =>
    said === null ? [] : [element('dt', {}, term), element('dd', {}, said)],
  )
  return element('dl', { class: 'facts' }, ...items)
}

/** A scenario in one line. */
export function scenarioText(
  { clients, feed, link, options, blocks, durationMs }: Scenario,
  text: Text,
): string {
  return text('results.scenario', {
    clients,
    feed: feed.name,
    rate: feed.eventsPerSecond,
    rtt: link.rttMs,
    interval: options.pollIntervalMs,
    seconds: Number((durationMs / 1_000).toPrecision(3)),
    blocks,
  })
}

/** How the run must be taken: cut short, a smoke run, trials that do not count. */
export function cautionsOf(report: Report, text: Text): readonly string[] {
  const { status, mode, trials } = report
  const unused = trials.filter(trial => !trial.valid).length
  const remarked = trials.filter(trial => trial.valid && trial.warnings.length > 0).length
  return [
    ...(status === 'completed' ? [] : [text('results.cutShort', { status })]),
    ...(mode === 'smoke' ? [text('results.smoke')] : []),
    ...(unused + remarked > 0 ? [text('results.remarked', { unused, remarked })] : []),
  ]
}

/** Trials that do not count, and what a reader should know of the others. */
export function warningsTable({ trials }: Report, text: Text): TableText {
  const told = trials.flatMap(trial => {
    const reasons = trial.status === 'failed' ? [trial.reason, ...trial.warnings] : trial.warnings
    if (trial.valid && reasons.length === 0) return []
    const name = `${trial.scenario} · ${text(nameKeys[trial.transport])} · ${trial.block}.${trial.attempt}`
    return [[name, text(trial.valid ? 'results.valid' : 'results.notUsed'), reasons.join('; ')]]
  })
  return {
    caption: text('results.warnings'),
    columns: [text('results.trial'), text('results.outcome'), text('results.remark')],
    rows: told,
  }
}

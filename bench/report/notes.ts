import { count, grouped } from './figures.ts'
import { leastBeyond } from './percentiles.ts'
import { remarksOn, trialName } from './trial-tables.ts'
import type { Report, Trial } from './types.ts'

/** How a reader must take the run, a line each: cut short, a smoke run, trials that failed or were left out. */
export function notes(report: Report): readonly string[] {
  return [...statusNotes[report.status](report), ...modeNotes(report), ...trialNotes(report)]
}

/** The same with the trials only counted, for where a table lists them. */
export function briefNotes(report: Report): readonly string[] {
  const counted = report.trials.filter(trial => !trial.valid || remarksOn(trial).length > 0).length
  const pointer = `Failed, invalid or remarked on: ${count(counted, 'trial')}, listed under “${remarksTitle}”.`
  return [...statusNotes[report.status](report), ...modeNotes(report), ...(counted > 0 ? [pointer] : [])]
}

/** The title over the table of those trials. */
export const remarksTitle = 'Trials not used, and remarks'

const statusNotes: Readonly<Record<Report['status'], (report: Report) => readonly string[]>> = {
  completed: () => [],
  running: report => [`The run has not ended: ${progress(report)} so far.`],
  interrupted: report => [`The run was interrupted after ${progress(report)}.`],
  failed: report => [
    `The run failed after ${progress(report)}${report.reason === undefined ? '' : `: ${report.reason}`}.`,
  ],
}

/** How much of the plan there is, `36 of 36 planned trials and 1 rerun`. */
export function progress({ trials, plannedTrials }: Report): string {
  const reruns = trials.filter(({ attempt }) => attempt > 1).length
  const share = `${grouped(trials.length - reruns)} of ${count(plannedTrials, 'planned trial')}`
  return reruns === 0 ? share : `${share} and ${count(reruns, 'rerun')}`
}

function modeNotes({ mode, trials }: Report): readonly string[] {
  const nothing = trials.length === 0 ? ['There are no trials yet, so there are no figures.'] : []
  const smoke =
    mode === 'smoke'
      ? [
          'Smoke run: fewer than 6 blocks carry no verdicts; the figures show that it works, not what is faster.',
        ]
      : []
  return [...nothing, ...smoke]
}

function trialNotes({ trials }: Report): readonly string[] {
  const failed = trials.filter(({ status }) => status === 'failed')
  const invalid = trials.filter(({ status, valid }) => status === 'completed' && !valid)
  const counted = trials.filter(trial => trial.valid && remarksOn(trial).length > 0)
  return [
    ...told(failed).map(line => `Failed: ${line}`),
    ...told(invalid.filter(trial => isRepeated(trial, trials))).map(
      line => `Invalid, left out, run again: ${line}`,
    ),
    ...told(invalid.filter(trial => !isRepeated(trial, trials))).map(line => `Invalid, left out: ${line}`),
    ...told(counted).map(line => `Valid, with a remark: ${line}`),
  ]
}

/** A line a trial; round trips that ran at once and carry the same remark share one. */
function told(trials: readonly Trial[]): readonly string[] {
  const scenarios = new Map<string, string[]>()
  const lines = trials.map(trial => {
    const line = [trialName(trial), remarksOn(trial).join('; ') || 'no reason given'] as const
    const key = line.join(': ')
    scenarios.set(key, [...(scenarios.get(key) ?? []), trial.scenario])
    return line
  })
  return [...new Map(lines.map(line => [line.join(': '), line]))].map(
    ([key, [name, remarks]]) => `${name} (${scenarios.get(key)!.join(', ')}): ${remarks}`,
  )
}

function isRepeated(trial: Trial, trials: readonly Trial[]): boolean {
  return trials.some(
    other =>
      other.scenario === trial.scenario &&
      other.transport === trial.transport &&
      other.block === trial.block &&
      other.control === trial.control &&
      other.attempt > trial.attempt,
  )
}

/** What the figures mean, for a reader who has not seen the bench. */
export function readingNotes(report: Report): readonly string[] {
  return [
    'A figure is the median over valid trials, with a 95 % interval from order statistics in brackets; it stands alone where trials are too few for an interval, or agree exactly. Percentiles are never averaged.',
    'Latency runs from when an event should have been appended (its intended time) to when its receiver had decoded it, so a server that falls behind is charged for it. An event that never came is counted as lost, not left out.',
    `The latency picture merges the receipts of all valid trials. A percentile appears only where at least ${leastBeyond} independent events lie beyond it, on either side: one event sent to many open clients at once counts once.`,
    'Bytes are those of TCP payload, in both directions, for each delivery of an event to a client. head: HTTP heads and the WebSocket handshake; framing: chunk sizes, frame headers, control frames; envelope: the rest of a body around the records; payload: the records. Overhead is all but the payload.',
    'Setup, the bytes until a client stands at its opening cursor, is counted apart. Requests are those of the window; open transports send none in it.',
    'Pairs are compared within blocks: all transports of a block share one schedule of events. A verdict needs an interval that clears both the practical threshold and the bench’s own scatter, and from ten blocks on p of at most 0.05 (sign-flip test, adjusted by Holm); “no difference shown” does not say that there is none.',
    'Theory stands beside: the model takes each trial’s own events, requests and network (one way is what lone messages of the transport took during the warm-up), the closed form takes the rates and sizes that were achieved and assumes Poisson arrivals. Each difference is explained by a condition on its own trials, or said not to be.',
    ...(report.mode === 'smoke' ? ['This is a smoke run, so it has no verdicts.'] : []),
  ]
}

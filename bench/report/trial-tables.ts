import { transportNames } from '../../server/protocol.ts'
import { count, significant } from './figures.ts'
import { transportAbbreviations, transportLabels, transportWords } from './labels.ts'
import { numbers, type Table, texts } from './tables.ts'
import type { Report, Trial, TrialPlan } from './types.ts'

/** What the letters and marks in the run order mean. */
export const runOrderLegend = [
  ...transportNames.map(name => `${transportAbbreviations[name]}: ${transportWords[name]}`),
  'c: control, the second run of a transport in its block',
  '✗: invalid, left out of every figure',
  '†: failed',
  '→: run again',
].join('; ')

/** Blocks by place in the block: what ran when. */
export function runOrderTable(report: Report, scenario: string): Table {
  const trials = report.trials.filter(trial => trial.scenario === scenario)
  const blocks = [...new Set(trials.map(({ block }) => block))].toSorted((a, b) => a - b)
  const positions = [...new Set(trials.map(({ position }) => position))].toSorted((a, b) => a - b)
  const cell = (block: number, position: number) =>
    trials
      .filter(trial => trial.block === block && trial.position === position)
      .toSorted((a, b) => a.attempt - b.attempt)
      .map(mark)
      .join(' → ')
  return {
    caption: 'Run order: block by place in the block',
    columns: texts('block', ...positions.map(String)),
    rows: blocks.map(block => [String(block), ...positions.map(position => cell(block, position))]),
  }
}

function mark(trial: Trial): string {
  const control = trial.control ? ' c' : ''
  const fate = trial.status === 'failed' ? ' †' : trial.valid ? '' : ' ✗'
  return transportAbbreviations[trial.transport] + control + fate
}

/** How a trial is named in a sentence: `WebSocket, block 3, control, 2nd attempt`. */
export function trialName(trial: TrialPlan): string {
  const parts = [transportLabels[trial.transport], `block ${trial.block}`]
  if (trial.control) parts.push('control')
  if (trial.attempt > 1) parts.push(`attempt ${trial.attempt}`)
  return parts.join(', ')
}

/** Every trial about which there is something to say: failed, invalid, or valid with a remark. */
export function remarksTable(report: Report): Table {
  const rows = report.trials
    .map(trial => ({ trial, remarks: remarksOn(trial) }))
    .filter(({ trial, remarks }) => !trial.valid || remarks.length > 0)
    .map(({ trial, remarks }) => [trialName(trial), trial.scenario, fateOf(trial), remarks.join('; ')])
  return {
    caption: 'Trials that failed, were invalid, or carry a remark',
    columns: texts('trial', 'scenario', 'outcome', 'why'),
    rows,
  }
}

/** Whether a trial counts, in a word or two. */
export function fateOf(trial: Trial): string {
  if (trial.status === 'failed') return 'failed'
  return trial.valid ? 'valid' : 'invalid'
}

/** Why a trial failed or is not valid, and its warnings. */
export function remarksOn(trial: Trial): readonly string[] {
  if (trial.status === 'failed') return [trial.reason, ...trial.warnings]
  return trial.warnings
}

/** Where it ran. */
export function environmentTable({ environment }: Report): Table {
  const { node, os, cpu, cores, memoryBytes, commit, dependencies } = environment
  const versions = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`)
  return {
    caption: 'Environment',
    columns: texts('part', 'value'),
    rows: [
      ['Node.js', node],
      ['operating system', os],
      ['processor', `${cpu}, ${count(cores, 'core')}`],
      ['memory', `${significant(memoryBytes / 1024 ** 3)} GiB`],
      ['commit', commit ?? 'unknown: not run from a checkout'],
      ['dependencies', versions.length > 0 ? versions.join(', ') : 'none'],
    ],
  }
}

/** What was expected with `--expect`, what came, and whether it was met. */
export function expectationsTable({ expectations }: Report): Table {
  return {
    caption: 'Expectations',
    columns: [...texts('expected'), ...numbers('actual'), ...texts('outcome')],
    rows: expectations.map(({ text, actual, met }) => [
      text,
      significant(actual),
      met ? 'met' : actual === null ? 'not met: there is no such figure' : 'not met',
    ]),
  }
}

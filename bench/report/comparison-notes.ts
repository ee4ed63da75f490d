import { commonCpuRatio } from '../statistics/machine-speed.ts'
import type { Change } from '../statistics/run-change.ts'
import { grouped } from './figures.ts'
import type { Report } from './types.ts'

/** Whether trials were paired by block, in one sentence; nothing where nothing was compared. */
export function pairingSentence(changes: readonly Change[]): string {
  const names = (isPaired: boolean) => [
    ...new Set(changes.filter(change => change.isPaired === isPaired).map(({ scenario }) => scenario)),
  ]
  const [paired, unpaired] = [names(true), names(false)]
  if (changes.length === 0) return ''
  if (unpaired.length === 0)
    return 'Trials are paired by block: one seed and the same settings, so the same events.'
  const why = 'the runs differ in seed, settings or events'
  if (paired.length === 0) return `Trials are not paired by block: ${why}.`
  return `Trials are paired by block but in ${unpaired.join(', ')}, where ${why}.`
}

/**
 * For each experiment in which CPU moved alike everywhere, a line that says so. Round trips of an experiment share their
 * processes, so its first scenario speaks for all.
 */
export function machineNotes({ scenarios }: Report, changes: readonly Change[]): readonly string[] {
  const compared = scenarios.filter(({ name }) => changes.some(({ scenario }) => scenario === name))
  const first = compared.filter(
    ({ experiment }, index) => compared.findIndex(other => other.experiment === experiment) === index,
  )
  return first.flatMap(({ name, experiment }) => {
    const ratio = commonCpuRatio(changes, name)
    return ratio === null ? [] : [`In ${experiment} ${machineNote(ratio)}`]
  })
}

function machineNote(ratio: number): string {
  const percent = `${grouped(100 * Math.abs(ratio - 1))} %`
  const [direction, speed] = ratio > 1 ? ['more', 'slower'] : ['less', 'faster']
  return `every transport costs ${direction} CPU in B, server and clients alike: the machine was probably ${speed}, by about ${percent}. Nothing is corrected for it; changes in CPU of that size say nothing about the code.`
}

import { transportNames } from '../../server/protocol.ts'
import { duration } from '../progress.ts'
import type { FuzzSummary } from './run.ts'
import { megabytes } from './state.ts'

/** What a run without a fault found, for a terminal. */
export function summaryText(seed: number, inputs: number, summary: FuzzSummary): string {
  const { tookMs, answers, before, after, thirdsBytes, received } = summary
  const sorted = Object.entries(answers).sort(([, a], [, b]) => b - a)
  const answered = sorted.map(([status, count]) => `${count} ${status === 'none' ? 'no answer' : status}`)
  const resources = Object.entries(after.resources).map(([kind, count]) => `${kind} ${count}`)
  return [
    `seed ${seed}: ${inputs} inputs in ${duration(tookMs)}; answered first with: ${answered.join(', ')}`,
    `${transportNames.length} subscribers, one a transport, received ${received} events and lost none; a fresh one on each receives`,
    `${after.connections} connections before and after; resources the same: ${resources.join(', ')}`,
    `closed connections that something still holds: ${after.retainedSockets}`,
    `heap ${megabytes(before.heapBytes)} before; ${thirdsBytes.map(megabytes).join(', ')} after each third`,
  ].join('\n')
}

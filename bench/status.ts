import type { Report } from './report/types.ts'

/** Exit statuses of the bench: what a script may branch on; 130 is what a shell gives for Ctrl-C. */
export const exitStatus = { ok: 0, failed: 1, usage: 2, interrupted: 130, expectation: 99 } as const

/** The exit status that a finished report calls for: an interruption first, then a failure, then what was expected. */
export function statusOf({ status, expectations }: Pick<Report, 'status' | 'expectations'>): number {
  if (status === 'interrupted') return exitStatus.interrupted
  if (status !== 'completed') return exitStatus.failed
  return expectations.every(({ met }) => met) ? exitStatus.ok : exitStatus.expectation
}

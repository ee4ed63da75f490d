import type { PartRun } from '../part.ts'

/** A part's run that completed, with changes. */
export function partRun<Figures>(
  figures: Figures | null,
  changes: Partial<PartRun<Figures>> = {},
): PartRun<Figures> {
  return {
    startedAt: '2026-01-02T03:04:05.678Z',
    command: 'npm run limits -- requests --seed 1',
    environment: {
      ...{ node: 'v20.20.0', os: 'Linux 6', cpu: 'a | processor', cores: 2, memoryBytes: 1 },
      ...{ commit: 'abc', dependencies: {} },
    },
    ...{ scale: 1, status: 'completed', reason: null, figures, shortfalls: [] },
    ...changes,
  }
}

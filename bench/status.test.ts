import { describe, expect, it } from 'vitest'
import { statusOf } from './status.ts'

const met = { text: 'websocket.latencyMs.p50 < 20', actual: 1, met: true }
const unmet = { text: 'polling.latencyMs.p50 < 20', actual: 250, met: false }

describe('the exit status', () => {
  it.each([
    ['a completed run', 'completed', [], 0],
    ['a run that met its expectations', 'completed', [met], 0],
    ['a run that missed one of them', 'completed', [met, unmet], 99],
    ['a run that kept too few valid trials', 'failed', [], 1],
    ['a failed run, whatever else was expected of it', 'failed', [unmet], 1],
    ['a run that was interrupted', 'interrupted', [unmet], 130],
  ] as const)('of %s', (_what, status, expectations, expected) => {
    expect(statusOf({ status, expectations })).toBe(expected)
  })
})

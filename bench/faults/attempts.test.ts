import { describe, expect, it } from 'vitest'
import { attemptsAfter } from './attempts.ts'

describe('the attempts of a storm', () => {
  it('are one for each session that broke, of which all but the last of a client failed', () => {
    const told = [
      { broken: [{ atMs: 90, code: 'busy' } as const, { atMs: 100, code: 'network' } as const] },
      {
        broken: [
          { atMs: 101, code: 'network' } as const,
          { atMs: 110, code: 'busy' } as const,
          { atMs: 130, code: 'network' } as const,
        ],
      },
      { broken: [] },
    ]
    expect(attemptsAfter(100, told)).toEqual({ made: 4, most: 3, failed: { busy: 1, network: 1 } })
  })
})

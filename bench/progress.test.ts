import { describe, expect, it } from 'vitest'
import { createProgress, duration } from './progress.ts'
import { scenarioOf, trialOf } from './statistics/fixtures.ts'

/** A stream that keeps what is written to it. */
function memory(isTTY: boolean) {
  const written: string[] = []
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) }
  return { written, stream: stream as unknown as NodeJS.WriteStream }
}

const slot = {
  scenarios: [scenarioOf()],
  plan: { transport: 'sse' as const, block: 2, position: 1, control: true, attempt: 2 },
}
const late = trialOf({ transport: 'sse' }, undefined, {
  valid: false,
  warnings: ['the feed was late by 10.9 ms though the server was not saturated'],
})

describe('the progress of a run', () => {
  it('is plain lines where there is no terminal, with the time left from the slots so far', () => {
    const { written, stream } = memory(false)
    let nowMs = 0
    const progress = createProgress(stream, () => nowMs)
    progress.start(0, 36, slot)
    nowMs = 4_000
    progress.finish([trialOf({ transport: 'sse' })])
    progress.start(1, 36, slot)
    progress.done()
    const blocks = slot.scenarios[0]!.blocks
    expect(written).toEqual([
      `lan · block 2 of ${blocks} · sse (control) (again) · trial 1 of 36\n`,
      `lan · block 2 of ${blocks} · sse (control) (again) · trial 2 of 36 · 2 min 20 s left\n`,
    ])
  })

  it('counts the time left from the first slot on', () => {
    const { written, stream } = memory(false)
    let nowMs = 0
    const progress = createProgress(stream, () => nowMs)
    progress.say('the link, at five delays')
    nowMs = 300_000
    progress.start(0, 10, slot)
    nowMs = 304_000
    progress.finish([trialOf({ transport: 'sse' })])
    progress.start(1, 10, slot)
    expect(written[0]).toBe('the link, at five delays\n')
    expect(written.at(-1)).toContain(' · 36 s left')
  })

  it('rewrites one line on a terminal, no longer than it is wide, and keeps what was invalid whole', () => {
    const { written, stream } = memory(true)
    const progress = createProgress(stream, () => 0)
    progress.start(0, 36, slot)
    progress.finish([late])
    expect(written[0]!.length).toBeLessThanOrEqual('\r\x1b[2K'.length + 59)
    expect(written[0]).not.toContain('\n')
    expect(written[1]).toBe(`\r\x1b[2Klan · sse · invalid: ${late.warnings[0]}\n`)
  })

  it.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [61_000, '1 min 1 s'],
    [-5, '0 s'],
  ])('says %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})

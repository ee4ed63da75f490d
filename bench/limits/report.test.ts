import { describe, expect, it } from 'vitest'
import { limitsMarkdown } from './report.ts'
import { partRun } from './test/part-run.ts'

const requests = { yardsticks: [] }

describe('the report of limits', () => {
  it('has its parts in one order, each with how it was made', () => {
    const text = limitsMarkdown({
      schema: 1,
      parts: { requests: partRun(requests), slopes: partRun({ transports: [] }) },
    })
    expect(text.match(/^## .*/gm)).toEqual(['## One client more', '## Polls'])
    expect(text).toContain(
      '2026-01-02T03:04:05.678Z, Node v20.20.0, a \\| processor, 2 cores for server and load together, commit abc: `npm run limits -- requests --seed 1`. Nothing falls short.\n',
    )
  })

  it('says what falls short', () => {
    const run = partRun(requests, { shortfalls: ['one thing', 'another'] })
    const text = limitsMarkdown({ schema: 1, parts: { requests: run } })
    expect(text).toContain('**2 fall short.**')
    expect(text).toContain('- **falls short:** one thing\n- **falls short:** another\n')
  })

  it('says of a part of the whole that it shows no limit', () => {
    const text = limitsMarkdown({ schema: 1, parts: { requests: partRun(requests, { scale: 0.1 }) } })
    expect(text).toContain('Only 0.1 of the whole: this shows that it runs, and no limit.')
    expect(text).not.toContain('falls short')
  })

  it.each([
    [{ status: 'running' } as const, '**It is running: what is finished stands above.**'],
    [{ status: 'interrupted' } as const, '**It is interrupted: what is finished stands above.**'],
    [{ status: 'failed', reason: 'no | more' } as const, '**It failed:** no \\| more.'],
  ])('says how a part went that is %j, with figures or without', (changes, words) => {
    const report = (figures: typeof requests | null) =>
      limitsMarkdown({ schema: 1, parts: { requests: partRun(figures, changes) } })
    expect(report(requests)).toContain(words)
    expect(report(null)).toContain(words)
    expect(report(null)).toContain('## polls a second and CPU of a poll')
  })
})

import { describe, expect, it } from 'vitest'
import type { Storm } from './storm.ts'
import { jitterInWords, stormParts } from './storm-report.ts'

function storm(changes: Partial<Storm>): Storm {
  return {
    ...{ transport: 'sse', jitter: true, clients: 5_000, away: 0, openMs: 4_321 },
    backMs: { p50: 100, p99: 200, max: 300 },
    attempts: { made: 5_012, most: 3, failed: { network: 5, closed: 4, busy: 3 } },
    ...{ connections: 5_009, overflows: 7, pollIntervalMs: null },
    ...changes,
  }
}

describe('the report of storms', () => {
  it('has a row for each, with attempts, refusals and the queues', () => {
    const text = stormParts([storm({})]).join('\n\n')
    expect(text).toContain(
      '| SSE | yes | 5,000 | 4,321 | 0 | 100 | 200 | 300 | 5,012 | 3 | 5,009 | 9 | 3 | 7 |',
    )
    expect(text).toContain('250 ms, doubling with each failure to 15 s')
    expect(text).not.toContain('A poller asks')
    expect(text).not.toContain('With jitter against without')
  })

  it('says how often pollers ask, and what the kernel does not tell', () => {
    const polls = storm({ transport: 'polling', pollIntervalMs: 10_000, overflows: null })
    const text = stormParts([polls]).join('\n\n')
    expect(text).toContain('A poller asks every 10 s;')
    expect(text).toMatch(/\| Polling .* \| 3 \| – \|/)
  })

  it('sets jitter against none, for a transport that had both', () => {
    const without = storm({ jitter: false, backMs: { p50: 400, p99: 400, max: null } })
    const alone = storm({ transport: 'websocket' })
    expect(jitterInWords([storm({}), without, alone])[1]).toBe(
      '- SSE: p50 100 ms against 400 ms (× 0.250), p99 200 ms against 400 ms (× 0.500), max 300 ms against – ms (–).',
    )
  })
})

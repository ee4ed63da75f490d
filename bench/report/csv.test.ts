import { describe, expect, it } from 'vitest'
import { csvReport } from './csv.ts'
import { emptyFixture, reportFixture } from './test/fixture.ts'
import type { CompletedTrial, Report } from './types.ts'

/** RFC 4180 by the letter: quoted fields may hold commas, line ends and doubled quotes. */
function parsed(csv: string): Record<string, string>[] {
  const fields = [...csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)]
  const lines: string[][] = [[]]
  for (const [, field = '', end] of fields) {
    lines.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)
    if (end === '\r\n') lines.push([])
  }
  const [header = [], ...rows] = lines.slice(0, -1)
  for (const row of rows) expect(row).toHaveLength(header.length)
  return rows.map(row => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}

describe('trials.csv', () => {
  it('has a line a trial, with its figures under stable heads', () => {
    const report = reportFixture()
    const rows = parsed(csvReport(report))
    expect(rows).toHaveLength(report.trials.length)
    report.trials.forEach((trial, index) => {
      const row = rows[index] ?? {}
      expect([row.transport, row.block, row.valid]).toEqual([
        trial.transport,
        String(trial.block),
        String(trial.valid),
      ])
      if (trial.status !== 'completed') return
      expect(row.latencyP50Ms).toBe(String(trial.latencyMs.p50))
      expect(row.feedLagMaxMs).toBe(String(trial.feedLagMs.max))
      expect(row.windowDownPayloadBytes).toBe(String(trial.windowBytes.down.payload))
      expect(row.setupUpHeadBytes).toBe(String(trial.setupBytes.up.head))
      expect(row.wholeUpTotalBytes).toBe(String(trial.bytes.up.total))
      expect(row.serverCpuMs).toBe(String(trial.server.cpuMs))
      expect(row.latencyP99Ms).toBe('')
    })
  })

  it('lists a failed trial with its reason and empty figures', () => {
    const failed = parsed(csvReport(reportFixture())).filter(({ status }) => status === 'failed')
    expect(failed).toHaveLength(1)
    expect(failed[0]).toMatchObject({
      reason: 'the server ended with exit code 1',
      port: '',
      latencyP50Ms: '',
      control: 'true',
    })
  })

  it('quotes commas, quotes and line ends so that they read back', () => {
    const [first] = reportFixture().trials as [Report['trials'][number] & CompletedTrial]
    const warnings = ['said "no", twice', 'line\r\nend']
    const csv = csvReport({ ...reportFixture(), trials: [{ ...first, warnings }] })
    expect(parsed(csv)[0]?.warnings).toBe(warnings.join('; '))
  })

  it('of no trials is the header alone', () => {
    const csv = csvReport(emptyFixture())
    expect(parsed(csv)).toEqual([])
    expect(csv.split('\r\n')[0]).toMatch(
      /^scenario,transport,block,position,control,attempt,status,valid,startedAt,port,/,
    )
  })
})

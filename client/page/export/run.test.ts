import { describe, expect, it } from 'vitest'
import { htmlReport } from '../../../bench/report/html.ts'
import { markdownReport } from '../../../bench/report/markdown.ts'
import { checkedReport } from '../../../bench/report/read.ts'
import { terminalReport } from '../../../bench/report/terminal.ts'
import { compareRuns } from '../../../bench/statistics/between-runs.ts'
import { record } from '../../../bench/statistics/histogram.ts'
import { noEstimate } from '../../../bench/statistics/interval.ts'
import { summarise } from '../../../bench/statistics/summary.ts'
import { emptyBooks } from '../../../bench/wire/books.ts'
import { transportNames } from '../../../server/protocol.ts'
import { noCounts } from '../lab/outcomes.ts'
import { scriptedArrivals, scriptedTrace } from '../lab/test/scripted-trace.ts'
import { readReportText } from '../results/read-report.ts'
import { initialState } from '../state.ts'
import { type LabRun, reportOfRun } from './run.ts'

const latencies = Array.from({ length: 120 }, (_, index) => 50 + index * 10)

const run: LabRun = {
  state: initialState,
  startedAt: new Date('2026-11-21T10:00:00Z'),
  createdAt: new Date('2026-11-21T10:02:00Z'),
  measuredMs: 120_000,
  published: 121,
  transports: transportNames.map(transport => ({
    transport,
    received: 120,
    late: transport === 'sse' ? 2 : 0,
    latencyMs: record(latencies),
    books: { ...emptyBooks(), up: { head: 6_000, framing: 0, envelope: 0, payload: 0, total: 6_000 } },
    requests: { sent: 120, empty: 40 },
    connectionsOpened: 2,
    counts: { ...noCounts, delivered: 120, lost: 1 },
  })),
  trace: scriptedTrace({ rttMs: 100, untilMs: 6_000, eventsMs: scriptedArrivals(2, 6_000) }),
  address: 'http://localhost:8080/?rtt=100#lab',
  browser: { name: 'Chrome 140', system: 'X11; Linux x86_64', cores: 2 },
}

const written = JSON.stringify(reportOfRun(run))

describe('a run of the lab', () => {
  it('is a report to the bench, and to the page', () => {
    expect(checkedReport(JSON.parse(written), 'run.json').mode).toBe('smoke')
    expect(readReportText(written, 'run.json').scenarios).toHaveLength(1)
  })

  it('is rendered by every renderer, and compared with itself', () => {
    const report = checkedReport(JSON.parse(written), 'run.json')
    expect(terminalReport(report)).toContain('WebSocket')
    expect(markdownReport(report)).toContain('Long polling')
    expect(htmlReport(report, { script: '' })).toContain('Streaming')
    expect(compareRuns(report, report).length).toBeGreaterThan(0)
  })

  it('has a trial a transport with what was counted', () => {
    const report = reportOfRun(run)
    expect(report.trials.map(({ transport }) => transport)).toEqual(transportNames)
    expect(report.trials[0]).toMatchObject({
      events: { published: 121, expected: 121, received: 120, lost: 1, duplicated: 0, reordered: 0 },
      latencyMs: { count: 120, min: 50, p50: 640, max: 1_240 },
      requests: { sent: 120, empty: 40 },
      connections: { opened: 2, reopened: 1 },
      windowBytes: { up: { head: 6_000 } },
      link: { askedMs: 50, achievedMs: { p50: 50 } },
    })
    expect(report.summary[0]).toMatchObject({
      requestsPerClientPerMinute: { median: 60 },
      headBytesPerEvent: { median: 50 },
      latencyMs: { p50: { median: 640 }, p99: { median: null } },
    })
  })

  it('says what a page cannot know, and gives no figure for it', () => {
    const report = reportOfRun(run)
    expect(report.trials[0]?.warnings.join('\n')).toContain(
      'CPU, memory and event loops are not known to a page',
    )
    expect(report.summary[0]?.cpuMicrosPerDelivery.median).toBeNull()
    expect(report.summary[0]?.setupBytesPerClient.median).toBeNull()
    expect(report.environment).toMatchObject({ node: 'none: browser Chrome 140', cpu: 'not known to a page' })
    const sse = report.trials.find(({ transport }) => transport === 'sse')
    expect(sse?.warnings.at(-1)).toContain('2 events have no latency')
  })

  it('is summed up as the bench sums up its trials, where a page knows enough', () => {
    const { scenarios, trials, summary } = reportOfRun(run)
    const unknown = { setupBytesPerClient: noEstimate, serverRssBytes: noEstimate }
    const costs = { cpuMicrosPerDelivery: noEstimate, loadCpuMicrosPerDelivery: noEstimate }
    expect(summary).toEqual(summarise(scenarios[0]!, trials).map(cell => ({ ...cell, ...unknown, ...costs })))
  })

  it('of a replay says that it is one', () => {
    const [trial] = reportOfRun({ ...run, state: { ...initialState, server: 'replay' } }).trials
    expect(trial?.warnings.at(-1)).toBe('made from a replay of a recording, not from live sockets')
  })
})

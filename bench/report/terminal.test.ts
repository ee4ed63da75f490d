import { describe, expect, it } from 'vitest'
import { terminalReport, terminalWidth } from './terminal.ts'
import {
  emptyFixture,
  interruptedFixture,
  reportFixture,
  smokeFixture,
  twoScenariosFixture,
} from './test/fixture.ts'

const fixtures = { reportFixture, smokeFixture, interruptedFixture, emptyFixture, twoScenariosFixture }

describe('the terminal report', () => {
  it.each(Object.entries(fixtures))('of %s keeps to 100 columns', (_, fixture) => {
    const widest = Math.max(
      ...terminalReport(fixture())
        .split('\n')
        .map(line => line.length),
    )
    expect(widest).toBeLessThanOrEqual(terminalWidth)
  })

  it('shows each figure with its interval and a dash where there is none', () => {
    const report = reportFixture()
    const text = terminalReport(report)
    expect(text).toMatch(
      /^Polling +302 \[291–319\] +497 \[491–507\] +121 \[118–123\] +4\.00 \[3\.90–4\.08\]$/m,
    )
    expect(text).toMatch(/^WebSocket .* 0 +–$/m)
  })

  it('tells the differences with the lower one first and its ratio below 1', () => {
    const text = terminalReport(reportFixture())
    expect(text).toContain('WebSocket’s p50 latency is lower than polling’s: ratio 0.167 [0.160–0.172]')
    expect(text).toContain('No difference shown in p50 latency between SSE and WebSocket')
  })

  it('names failed and invalid trials, and every expectation with what came', () => {
    const text = terminalReport(reportFixture()).replace(/\n {4}/g, ' ')
    expect(text).toContain('Failed: Streaming, block 3, control (default): the server ended with exit code 1')
    expect(text).toContain(
      'Invalid, left out, run again: Long polling, block 2, control (default): load event-loop',
    )
    expect(text).toContain('36 of 36 planned trials and 1 rerun')
    expect(text).toContain('- met: websocket.latencyMs.p50 < 60 (actual 50.6)')
    expect(text).toContain('- not met: polling.latencyMs.p99 < 20 (there is no such figure)')
  })

  it('says that a smoke run has no verdicts, and gives none', () => {
    const text = terminalReport(smokeFixture())
    expect(text).toContain('Smoke run: fewer than 6 blocks carry no verdicts')
    expect(text).not.toContain('What differs')
  })

  it('says how far an interrupted run came', () => {
    expect(terminalReport(interruptedFixture())).toContain(
      'The run was interrupted after 3 of 36 planned trials.',
    )
  })

  it('says that there are no figures where no trial ran', () => {
    expect(terminalReport(emptyFixture())).toContain('There are no trials yet, so there are no figures.')
  })

  it('colours only through the given style', () => {
    const mark = (sign: string) => (text: string) => sign + text
    const style = { heading: mark('H'), good: mark('G'), bad: mark('B'), doubt: mark('D') }
    const text = terminalReport(reportFixture(), style)
    expect(text).toContain('HWhat differs')
    expect(text).toContain('G  - met:')
    expect(text).toContain('B  - not met:')
    expect(text).toContain('D  - Failed:')
    expect(terminalReport(reportFixture())).not.toContain('\u001b')
  })
})

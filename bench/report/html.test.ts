import { describe, expect, it } from 'vitest'
import { htmlReport, readEmbeddedReport } from './html.ts'
import {
  emptyFixture,
  interruptedFixture,
  reportFixture,
  smokeFixture,
  twoScenariosFixture,
} from './test/fixture.ts'

const fixtures = { reportFixture, smokeFixture, interruptedFixture, emptyFixture, twoScenariosFixture }
const assets = { script: 'console.log("drawn")' }

describe('report.html', () => {
  it.each(Object.entries(fixtures))('gives its report back: %s', (_, fixture) => {
    const report = fixture()
    expect(readEmbeddedReport(htmlReport(report, assets))).toEqual(report)
  })

  it('lets no text of the report become markup, and still gives it back', () => {
    const nasty = '</script><script>alert("1")</script><!-- & \u2028 \u2029 \' |'
    const report = reportFixture({
      changes: { command: nasty, expectations: [{ text: nasty, actual: null, met: false }] },
    })
    const html = htmlReport(report, assets)
    expect(html).not.toContain('alert("1")</script>')
    expect(html.match(/<script[ >]/g)).toHaveLength(2)
    expect(html.slice(html.indexOf('id="report"'))).not.toMatch(/[\u2028\u2029]/)
    expect(readEmbeddedReport(html)).toEqual(report)
  })

  it('keeps the inlined script in one element', () => {
    const html = htmlReport(reportFixture(), { script: 'const a = "</script><!--"' })
    expect(html).toContain('const a = "\\x3C/script>\\x3C!--"')
    expect(html.match(/<\/script>/g)).toHaveLength(2)
  })

  it('asks no host for anything', () => {
    const html = htmlReport(reportFixture(), assets)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:)/)
    expect(html).not.toMatch(/https?:|url\(|@import/)
  })

  it('shows the summary first, each chart with its numbers, and a dash where there is no figure', () => {
    const html = htmlReport(reportFixture(), assets)
    expect(html.indexOf('<table>')).toBeLessThan(html.indexOf('<canvas'))
    expect(html.match(/<canvas role="img" aria-label="[^"]+" data-chart="/g)).toHaveLength(3)
    expect(html).toContain('<tr><th scope="row">Polling</th><td class="number">302 [291–319]</td>')
    expect(html).toContain('<td class="number">–</td>')
  })

  it('names every table, its columns and rows, and its scrolling region', () => {
    const html = htmlReport(twoScenariosFixture(), assets)
    const tables = html.match(/<table>/g)?.length ?? 0
    const ids = [...html.matchAll(/<caption id="([^"]+)">/g)].map(([, id]) => id)
    const regions = [...html.matchAll(/role="region" tabindex="0" aria-labelledby="([^"]+)"/g)].map(
      ([, id]) => id,
    )
    expect(tables).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(tables)
    expect(regions).toEqual(ids)
    expect(html).not.toMatch(/<th>|<th class/)
  })

  it('says what a smoke run, an interrupted run and an empty run are', () => {
    expect(htmlReport(smokeFixture(), assets)).toContain('A smoke run carries no verdicts.')
    expect(htmlReport(interruptedFixture(), assets)).toContain(
      'The run was interrupted after 3 of 36 planned trials.',
    )
    expect(htmlReport(emptyFixture(), assets)).not.toContain('<canvas')
  })

  it('is refused when it embeds nothing', () => {
    expect(() => readEmbeddedReport('<html></html>')).toThrow('no embedded report')
  })
})

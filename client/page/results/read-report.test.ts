import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embedded } from '../../../bench/report/embed.ts'
import { checkedReport, ReportFileError } from '../../../bench/report/read.ts'
import { reportFixture } from '../../../bench/report/test/fixture.ts'
import { ReportTextError, readReportText } from './read-report.ts'

const report = reportFixture()
const json = JSON.stringify(report)
const messageOf = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    return (error as Error).message
  }
  return 'no error'
}

describe('a report’s text', () => {
  it('is read from a report.json, and from the JSON inside a report.html', () => {
    expect(readReportText(json, 'report.json')).toEqual(JSON.parse(json))
    expect(readReportText(`<!doctype html><body>${embedded(report)}</body>`, 'x.html')).toEqual(
      JSON.parse(json),
    )
  })

  it('of the reference run is read', () => {
    const reference = readReportText(readFileSync('results/reference/report.json', 'utf8'), 'report.json')
    expect(reference.scenarios.map(({ link }) => link.rttMs)).toContain(100)
    expect(Array.isArray(reference.linkCalibration)).toBe(true)
  })

  it.each([
    [
      'a trial without figures',
      { ...report, trials: [{ ...report.trials[0], latencyMs: null }] },
      'trials[0].latencyMs: got null, expected an object',
    ],
    ['a seed of words', { ...report, seed: 'one' }, 'seed: got "one", expected a number'],
    [
      'another version',
      { ...report, schema: 'transport-lab/report/2' },
      'schema: got "transport-lab/report/2", expected transport-lab/report/1',
    ],
    ['a list', [], 'schema: got nothing, expected transport-lab/report/1'],
    ['null', null, 'schema: got nothing, expected transport-lab/report/1'],
  ])('of %s is refused with one line that names the field', (_, value, line) => {
    expect(messageOf(() => readReportText(JSON.stringify(value), 'a.json'))).toBe(`a.json: ${line}`)
    expect(() => checkedReport(value, 'a.json')).toThrow(ReportFileError)
  })

  it('is refused wherever the bench refuses it, whichever field is another', () => {
    const small = JSON.stringify(reportFixture({ blocks: 1 }))
    const paths = pathsOf(JSON.parse(small))
    const others = fc.constantFrom(undefined, null, 'other', -1, true, [], {})
    fc.assert(
      fc.property(fc.constantFrom(...paths), others, (path, other) => {
        const changed = JSON.parse(small)
        const last = path.at(-1)!
        const holder = path.slice(0, -1).reduce((value, step) => value[step], changed)
        holder[last] = other
        const text = JSON.stringify(changed)
        const isBenchs = messageOf(() => checkedReport(JSON.parse(text), 'a.json')) === 'no error'
        const isOurs = messageOf(() => readReportText(text, 'a.json')) === 'no error'
        // The page asks a little more: of the theory, floors and yardsticks that it shows.
        if (isOurs && !isBenchs) expect(path.join('.')).toBe('refused')
        if (isBenchs && !isOurs) expect(['theory', 'floors', 'yardsticks']).toContain(path[0])
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['{', 'a.json: not a report: '],
    ['<!doctype html>', 'a.json: not a report: no embedded report'],
  ])('that is no JSON (%s) is refused with one line', (text, expected) => {
    expect(() => readReportText(text, 'a.json')).toThrow(ReportTextError)
    expect(messageOf(() => readReportText(text, 'a.json'))).toContain(expected)
  })
})

/** Every field of a value, of a list's items those of the first. */
function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 1).map((item, index) => [index, item])
    : Object.entries(value)
  return entries.flatMap(([step, item]) => [[step], ...pathsOf(item).map(path => [step, ...path])])
}

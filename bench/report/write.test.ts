import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { htmlReport } from './html.ts'
import { checkedReport, readReport } from './read.ts'
import {
  emptyFixture,
  interruptedFixture,
  reportFixture,
  smokeFixture,
  twoScenariosFixture,
} from './test/fixture.ts'
import { saveReport, writeReport } from './write.ts'

const assets = { script: '' }
const fixtures = { reportFixture, smokeFixture, interruptedFixture, emptyFixture, twoScenariosFixture }
/** Drawing pictures may take a while on a busy machine. */
const patience = 60_000
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'report-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('writing a report', () => {
  it(
    'makes the JSON, both documents, the trials and six pictures',
    async () => {
      await writeReport(directory, reportFixture(), assets)
      expect((await readdir(directory)).toSorted()).toEqual([
        'bytes-dark.png',
        'bytes-light.png',
        'latency-dark.png',
        'latency-light.png',
        'report.html',
        'report.json',
        'report.md',
        'requests-dark.png',
        'requests-light.png',
        'trials.csv',
      ])
    },
    patience,
  )

  it(
    'writes no pictures, and points at none, where there is nothing to draw',
    async () => {
      await writeReport(directory, emptyFixture(), assets)
      expect((await readdir(directory)).toSorted()).toEqual([
        'report.html',
        'report.json',
        'report.md',
        'trials.csv',
      ])
    },
    patience,
  )

  it(
    'writes every picture that the Markdown shows',
    async () => {
      await writeReport(directory, twoScenariosFixture(), assets)
      const markdown = await readFile(join(directory, 'report.md'), 'utf8')
      const shown = [...markdown.matchAll(/(?:src|srcset)="([^"]+\.png)"/g)].map(([, name]) => name)
      expect(shown).toHaveLength(12)
      expect(await readdir(directory)).toEqual(expect.arrayContaining(shown))
    },
    patience,
  )

  it('saves over an older report and leaves no other file', async () => {
    await saveReport(directory, emptyFixture())
    await Promise.all([
      saveReport(directory, interruptedFixture()),
      saveReport(directory, interruptedFixture()),
    ])
    expect(await readdir(directory)).toEqual(['report.json'])
    expect(await readReport(directory)).toEqual(interruptedFixture())
  })
})

describe('reading a report', () => {
  it.each(Object.entries(fixtures))(
    'takes a directory, its JSON and its page alike: %s',
    async (_, fixture) => {
      const report = fixture()
      const page = join(directory, 'report.html')
      await saveReport(directory, report)
      await writeFile(page, htmlReport(report, assets))
      const paths = [directory, join(directory, 'report.json'), page]
      expect(await Promise.all(paths.map(readReport))).toEqual([report, report, report])
    },
  )

  it('names the file that is missing or is no JSON', async () => {
    const missing = join(directory, 'report.json')
    await expect(readReport(directory)).rejects.toThrow(
      `${missing}: no such file; expected a run’s directory`,
    )
    await writeFile(missing, '{"schema":')
    await expect(readReport(missing)).rejects.toThrow(`${missing}: not a report: `)
  })

  it('refuses another version by its name', () => {
    const other = { ...reportFixture(), schema: 'transport-lab/report/2' }
    expect(() => checkedReport(other, 'a.json')).toThrow(
      'a.json: schema: got "transport-lab/report/2", expected transport-lab/report/1',
    )
    expect(() => checkedReport([], 'a.json')).toThrow(
      'a.json: schema: got nothing, expected transport-lab/report/1',
    )
  })

  it('names the first field that is not as expected, in one line', () => {
    const report = reportFixture()
    const [first, ...rest] = report.trials
    const broken = { ...report, trials: [{ ...first, transport: 'pigeon' }, ...rest] }
    expect(() => checkedReport(broken, 'a.json')).toThrow(/^a\.json: trials\[0\]\.transport: [^\n]+$/)
    expect(() => checkedReport({ ...report, trials: {} }, 'a.json')).toThrow(
      /^a\.json: trials: [^\n]*array[^\n]*$/,
    )
  })

  it('lets through fields that it does not know', () => {
    const report = { ...reportFixture(), extra: 1 }
    expect(checkedReport(report, 'a.json')).toEqual(report)
  })

  it('takes a report from before the link was calibrated, as one without rows', () => {
    const { linkCalibration: _rows, ...older } = reportFixture()
    expect(checkedReport(older, 'a.json')).toEqual({ ...older, linkCalibration: [] })
    expect(() => checkedReport({ ...older, linkCalibration: [{}] }, 'a.json')).toThrow(
      /^a\.json: linkCalibration\[0\]\.askedMs: [^\n]+$/,
    )
  })
})

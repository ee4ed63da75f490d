import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { UsageError } from '../../server/flags.ts'
import { readLimitsReport, savePart, writeLimitsReport } from './store.ts'
import { partRun } from './test/part-run.ts'

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'limits-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

it('reads what it wrote, and nothing where nothing stands', async () => {
  const out = join(await directory(), 'deep', 'er')
  expect(await readLimitsReport(out)).toEqual({ schema: 1, parts: {} })
  const report = { schema: 1, parts: { requests: partRun({ yardsticks: [] }) } } as const
  await writeLimitsReport(out, report)
  expect(await readLimitsReport(out)).toEqual(report)
  expect(await readdir(out)).toEqual(['report.json', 'report.md'])
})

it('leaves other files alone, and keeps a part that it does not know', async () => {
  const out = await directory()
  await writeFile(join(out, 'notes.txt'), 'mine')
  const unknown = { schema: 1, parts: { later: partRun({ what: 1 }) } }
  await writeFile(join(out, 'report.json'), JSON.stringify(unknown))
  await savePart(out, 'slopes', partRun({ transports: [] }))
  const stored = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))
  expect(Object.keys(stored.parts)).toEqual(['later', 'slopes'])
  expect(await readFile(join(out, 'notes.txt'), 'utf8')).toBe('mine')
})

it('replaces a part, and keeps the others', async () => {
  const out = await directory()
  const slopes = partRun({ transports: [] })
  await savePart(out, 'requests', partRun({ yardsticks: [] }, { scale: 0.1 }))
  await savePart(out, 'slopes', slopes)
  const requests = partRun({ yardsticks: [] }, { scale: 0.5 })
  await savePart(out, 'requests', requests)
  expect(await readLimitsReport(out)).toEqual({ schema: 1, parts: { requests, slopes } })
  expect(await readFile(join(out, 'report.md'), 'utf8')).toContain('Only 0.5 of the whole')
})

it.each([
  ['no JSON', '{"schema":'],
  ['a report of the bench', '{"schema":"transport-lab/report/1","trials":[]}'],
  ['a part that is none', '{"schema":1,"parts":{"requests":{}}}'],
])('refuses %s in one line', async (_, text) => {
  const out = await directory()
  await writeFile(join(out, 'report.json'), text)
  const message = `--out must be a directory of its own: ${join(out, 'report.json')} is no report of limits`
  await expect(readLimitsReport(out)).rejects.toThrow(new UsageError(message))
  expect(await readFile(join(out, 'report.json'), 'utf8')).toBe(text)
})

it('says in one line what cannot be read', async () => {
  const out = await directory()
  await mkdir(join(out, 'report.json'))
  await writeFile(join(out, 'file'), '')
  await expect(readLimitsReport(out)).rejects.toThrow(/^--out: .*report\.json cannot be read: EISDIR/)
  await expect(readLimitsReport(join(out, 'file'))).rejects.toThrow(/^--out: .* cannot be read: ENOTDIR/)
})

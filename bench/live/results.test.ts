import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createResultsList } from './results.ts'

async function directoryWith(reports: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'results-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  for (const [name, text] of Object.entries(reports)) {
    await mkdir(join(directory, name))
    await writeFile(join(directory, name, 'report.json'), text)
  }
  return directory
}

describe('the list of results', () => {
  it('has each run that has a report, the newest first', async () => {
    const directory = await directoryWith({
      old: '{"createdAt":"2026-01-01T00:00:00.000Z"}',
      new: '{"createdAt":"2026-02-01T00:00:00.000Z"}',
      broken: '{"createdAt":',
      other: '{}',
      '.hidden': '{"createdAt":"2026-03-01T00:00:00.000Z"}',
    })
    await writeFile(join(directory, 'README.md'), '')
    expect(await createResultsList(directory)()).toEqual([
      { name: 'new', createdAt: '2026-02-01T00:00:00.000Z' },
      { name: 'old', createdAt: '2026-01-01T00:00:00.000Z' },
    ])
  })

  it('sees a report that was made since', async () => {
    const directory = await directoryWith({ run: '{' })
    const list = createResultsList(directory)
    expect(await list()).toEqual([])
    await mkdir(join(directory, 'later'))
    await writeFile(join(directory, 'later', 'report.json'), '{"createdAt":"x"}')
    expect(await list()).toEqual([{ name: 'later', createdAt: 'x' }])
  })

  it('is empty where there is no directory', async () => {
    expect(await createResultsList('/no/such/directory')()).toEqual([])
  })
})

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { buildDirectory } from '../processes.ts'
import { readReport } from '../report/read.ts'
import { patience, useLab } from './page/lab-page.ts'
import { untilAllCount, untilAllDeliver } from './page/reading.ts'

const lab = useLab()

describe('the results', () => {
  it('open the reference run, and a report that is dropped on them', async () => {
    const { page, complaints } = await lab.open({}, { view: 'results' })
    await page.selectOption('#results-run', 'reference')
    await expect.poll(() => page.textContent('#report-title'), patience).toBe('reference')
    await expect.poll(() => page.locator('.results canvas').count(), patience).toBeGreaterThanOrEqual(4)
    await page.locator('summary', { hasText: 'The same as a table' }).first().click()
    const rows = page.locator('.results-report details').first().locator('tbody th')
    expect(await rows.allTextContents()).toEqual(['Polling', 'Long polling', 'Streaming', 'SSE', 'WebSocket'])

    const report = await readFile('results/reference/report.json', 'utf8')
    await drop(page, 'mine.json', report)
    await expect.poll(() => page.textContent('.results-status'), patience).toBe('mine.json is shown.')
    await drop(page, 'other.json', '{"schema":"cake/1"}')
    const refusal = 'This cannot be shown: other.json: schema: got "cake/1", expected '
    await expect.poll(() => page.textContent('.results-status'), patience).toContain(refusal)
    expect(await page.textContent('#report-title')).toBe('mine.json')
    // What a file took the place of can be chosen again.
    expect(await page.inputValue('#results-run')).toBe('')
    await page.selectOption('#results-run', 'reference')
    await expect.poll(() => page.textContent('#report-title'), patience).toBe('reference')
    expect(complaints).toEqual([])
  })
})

async function drop(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(
    ([file, text]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text!], file!))
      document
        .querySelector('.results')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
    },
    [name, content],
  )
}

describe('an export', () => {
  async function exported(page: Page, choice: string): Promise<{ directory: string; path: string }> {
    const directory = await mkdtemp(join(tmpdir(), 'export-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const downloading = page.waitForEvent('download')
    await page.click('#export')
    await page.getByRole('button', { name: choice }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^transport-lab-[\dT-]+\.(json|har|png)$/)
    const path = join(directory, 'report.json')
    await download.saveAs(path)
    return { directory, path }
  }

  it('of the run is a report that the bench’s own tool renders', async () => {
    const { page } = await lab.open({ interval: 200 })
    await untilAllCount(page, 20)
    const { directory } = await exported(page, 'This run as JSON')
    const { stdout } = await promisify(execFile)('node', [join(buildDirectory(), 'report.js'), directory])
    for (const name of ['Polling', 'Long polling', 'Streaming', 'SSE', 'WebSocket'])
      expect(stdout).toMatch(new RegExp(`^${name} .*\\d`, 'm'))
    const report = await readReport(directory)
    expect(report.trials.map(({ transport }) => transport)).toEqual(transportNames)
    const delivered = report.trials.map(trial => trial.status === 'completed' && trial.events.received >= 20)
    expect(delivered).toEqual([true, true, true, true, true])
    expect(await readFile(join(directory, 'report.md'), 'utf8')).toContain('WebSocket')
  })

  it('of the requests is an HTTP archive', async () => {
    const { page } = await lab.open({ interval: 200, rate: 2 })
    await untilAllDeliver(page, 10)
    const { path } = await exported(page, 'The requests as HAR')
    const { log } = JSON.parse(await readFile(path, 'utf8'))
    expect(log.version).toBe('1.2')
    const paths = new Set(
      log.entries.map((entry: { request: { url: string } }) => new URL(entry.request.url).pathname),
    )
    expect([...paths].sort()).toEqual(transportNames.map(name => `/${name}`).sort())
    const statuses = new Set(
      log.entries.map((entry: { response: { status: number } }) => entry.response.status),
    )
    expect(statuses).toContain(101)
    expect(statuses).toContain(204)
  })

  it('of the picture is a PNG, a caption higher than the ladder', async () => {
    const { page } = await lab.open()
    await untilAllDeliver(page, 3)
    const { path } = await exported(page, 'The picture as PNG')
    const picture = await readFile(path)
    const ladder = await page.evaluate(() => {
      const { width, height } = document.querySelector('canvas')!
      return { width, height }
    })
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    expect(picture.readUInt32BE(16)).toBe(ladder.width)
    expect(picture.readUInt32BE(20)).toBeGreaterThan(ladder.height)
  })
})

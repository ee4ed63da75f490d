import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { launchChromium } from '../live/chromium.ts'
import { buildDirectory } from '../processes.ts'
import { patience, watch } from './page/lab-page.ts'
import { receiptsOf } from './page/reading.ts'
import { serveFiles } from './page/static-host.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser?.close())

async function open(below: string, address = '') {
  const host = await serveFiles(join(buildDirectory(), 'page'), below)
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const watched = watch(page)
  await page.goto(host + address)
  return { host, page, ...watched }
}

/** Whether a control is off, and the text that describes it or the group that it is in. */
async function offOf(page: Page, selector: string): Promise<readonly [isOff: boolean, why: string]> {
  const control = page.locator(selector).first()
  const why = await control.evaluate(one => {
    const described = one.closest('[aria-describedby$="-off"]')
    return document.getElementById(described?.getAttribute('aria-describedby') ?? '')?.textContent ?? ''
  })
  return [await control.isDisabled(), why]
}

const why = 'Off in a replay: these need the live lab (npm start).'

describe('the built page on a host of files', () => {
  it.each(['/', '/courses/networks/'])('plays its recording by itself at %s, and says so', async below => {
    const { host, page, addresses, complaints } = await open(below)
    await expect
      .poll(() => page.textContent('[data-kind=replay]'), patience)
      .toContain('There is no lab behind')
    expect(await page.title()).toBe('Replay · Lab · Transport Lab')
    const playing = async () => new Set((await receiptsOf(page)).map(({ transport }) => transport)).size
    await expect.poll(playing, patience).toBe(transportNames.length)
    expect(addresses.filter(address => !address.startsWith(host))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('switches off what cannot act in a replay, with a reason that a screen reader tells', async () => {
    const { page, complaints } = await open('/')
    await page.waitForSelector('.ladder-picture canvas')
    for (const id of ['number-eventsPerSecond', 'publish', 'slider-rttMs', 'black-hole', 'reset-connections'])
      expect([id, ...(await offOf(page, `#${id}`))]).toEqual([id, true, why])
    for (const id of ['number-intervalMs', 'number-holdMs'])
      expect([id, ...(await offOf(page, `#${id}`))]).toEqual([id, true, why])
    for (const id of ['pause', 'mode-one', 'counters-reset'])
      expect([id, await page.isEnabled(`#${id}`)]).toEqual([id, true])

    await page.click('a[href="#handshake"]')
    expect(await page.title()).toBe('Replay · Handshake · Transport Lab')
    const parts = [
      'section[aria-labelledby=computation-heading] button',
      'section[aria-labelledby=faults-heading] input',
      'section[aria-labelledby=faults-heading] button',
      'section[aria-labelledby=echo-heading] button',
    ]
    for (const part of parts) expect([part, ...(await offOf(page, part))]).toEqual([part, true, why])

    await page.click('a[href="#seats"]')
    expect(await offOf(page, '.theatre button')).toEqual([true, why])
    await page.check('.seats > .choice input[value=chat]')
    expect(await offOf(page, '.chat button')).toEqual([true, why])
    expect(complaints).toEqual([])
  })

  it('asks a host of files for no results, and opens a file', async () => {
    const { page, addresses, complaints } = await open('/', '#results')
    await expect.poll(() => page.textContent('.results-chooser'), patience).toContain('No run is listed')
    expect(addresses.filter(address => address.includes('/results/'))).toEqual([])
    await page.setInputFiles('input[type=file]', {
      name: 'report.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    })
    await expect.poll(() => page.textContent('.results-status'), patience).toContain('This cannot be shown')
    expect(complaints).toEqual([])
  })

  it('says that it plays in Korean too', async () => {
    const { page } = await open('/', '?lang=ko')
    await expect.poll(() => page.title(), patience).toBe('재생 · 실험실 · Transport Lab')
    expect(await page.textContent('[data-kind=replay]')).toContain('재생 중')
  })
})

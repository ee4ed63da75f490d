import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import type { MessageTelemetry } from '../live/protocol.ts'
import { openPage, type TestPage } from './lab.ts'
import { patience, useLab } from './page/lab-page.ts'
import {
  deliveredOf,
  faultsOf,
  noFaults,
  receiptsOf,
  sequencesOf,
  sessionsOf,
  untilAllDeliver,
} from './page/reading.ts'

const lab = useLab()

/** So that silence is noticed soon: a sign of life is due twice a second, or within the hold. */
const quick = { heartbeat: 0.5, interval: 500, hold: 1, rate: 10 }
const noticed = ['suspect', 'reconnecting']

async function untilNoticed(page: Page, transports: readonly TransportName[]): Promise<void> {
  const unaware = async () => {
    const sessions = (await sessionsOf(page)).filter(({ transport }) => transports.includes(transport))
    return sessions.filter(({ state }) => !noticed.includes(state)).map(({ transport }) => transport)
  }
  await expect.poll(unaware, patience).toEqual([])
}

/** The transports whose silence has become suspect. */
async function suspectedIn(page: Page): Promise<readonly TransportName[]> {
  const states = await page.evaluate(() => [...window.lab.trace.states])
  const suspect = states.filter(({ state }) => state === 'suspect')
  return transportNames.filter(name => suspect.some(({ transport }) => transport === name))
}

/** The transports on which an answer since `from` carried a gap of a restart, by its bytes. */
async function gapsOf(watcher: TestPage, tab: number, from: number): Promise<readonly string[]> {
  const told = watcher.items.slice(from).filter((item): item is MessageTelemetry => item.type === 'message')
  const down = told.filter(
    message => message.tab === tab && message.way === 'down' && message.bytes.envelope > 0,
  )
  const found = new Set<string>()
  for (const { id, transport } of down) {
    if (found.has(transport)) continue
    const asked = watcher.items.length
    watcher.send({ type: 'inspect', id })
    const { base64 } = await watcher.until('bytes', item => item.id === id, asked)
    if (atob(base64).includes('"gap":{"reason":"restarted"')) found.add(transport)
  }
  return [...found].sort()
}

describe('a fault of the link', () => {
  it('that swallows everything is noticed on every transport, which all recover by themselves', async () => {
    const { page } = await lab.open(quick)
    await untilAllDeliver(page, 5)
    await page.check('#black-hole')
    await expect.poll(() => suspectedIn(page), patience).toEqual(transportNames)
    await untilNoticed(page, transportNames)
    const said = async () => {
      const texts = await page.locator('.counter-card .state').allInnerTexts()
      return texts.filter(text => !/^(\? suspect|↻ reconnecting)/.test(text))
    }
    await expect.poll(said, patience).toEqual([])
    await page.uncheck('#black-hole')
    await untilAllDeliver(page, 5)
    expect(await faultsOf(page)).toEqual(noFaults())
  })

  it('that resets every connection loses nothing and brings nothing twice', async () => {
    const { page } = await lab.open(quick)
    await untilAllDeliver(page, 5)
    await page.click('#reset-connections')
    const resets = () =>
      page.evaluate(() => window.lab.trace.connections.filter(({ how }) => how === 'reset').length)
    await expect.poll(resets, patience).toBeGreaterThanOrEqual(4)
    await untilAllDeliver(page, 20)
    expect(await faultsOf(page)).toEqual(noFaults())
  })

  it('that restarts the server is announced as a gap, and the new log is delivered whole', async () => {
    const { page } = await lab.open(quick)
    const watcher = await openPage(lab.port)
    await untilAllDeliver(page, 5)
    const before = watcher.items.length
    const epoch = (await sessionsOf(page))[0]!.cursor!.split('.')[0]!
    await page.click('#restart-server')
    const oldOnes = async () =>
      (await sessionsOf(page)).filter(({ cursor }) => cursor?.startsWith(epoch)).length
    await expect.poll(oldOnes, patience).toBe(0)
    await untilAllDeliver(page, 10)
    const tab = (await page.evaluate(() => window.lab.store.get().tab))!
    await expect.poll(() => gapsOf(watcher, tab, before), patience).toEqual([...transportNames].sort())
    const receipts = (await receiptsOf(page)).filter(({ cursor }) => !cursor.startsWith(epoch))
    for (const name of transportNames) {
      const sequences = sequencesOf(receipts.filter(({ transport }) => transport === name))
      expect(sequences, name).toEqual(sequences.map((_, index) => index + 1))
      expect(sequences.length).toBeGreaterThanOrEqual(10)
    }
    const duplicated = (await sessionsOf(page)).map(({ counts }) => counts.duplicated)
    expect(duplicated).toEqual([0, 0, 0, 0, 0])
  })

  it('that holds responses back silences the two streams alone, and they recover', async () => {
    const { page } = await lab.open({ ...quick, rate: 2, payload: 100 })
    await untilAllDeliver(page, 3)
    await page.check('#proxy')
    await untilNoticed(page, ['streaming', 'sse'])
    const silent = await deliveredOf(page)
    const others = ['polling', 'long-polling', 'websocket'] as const
    const least = async () => {
      const now = await deliveredOf(page)
      return Math.min(...others.map(name => now[name]! - silent[name]!))
    }
    await expect.poll(least, patience).toBeGreaterThanOrEqual(5)
    const then = await deliveredOf(page)
    expect([then.streaming, then.sse]).toEqual([silent.streaming, silent.sse])
    await page.uncheck('#proxy')
    await untilAllDeliver(page, 5)
    expect(await faultsOf(page)).toEqual(noFaults())
  })
})

import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { type Books, byteCategories, subtractBooks, type Way } from '../wire/books.ts'
import { type ConnectionLedger, createConnectionLedger } from '../wire/connection.ts'
import { startCapture } from './capture.ts'
import { type CapturedRun, capturedRun } from './captured-run.ts'

const sizesBytes = [100, 125, 126, 65_535, 65_536]
const networks = [
  ['keep-alive', { keepAlive: true, link: false, heads: 'minimal' }],
  ['a connection a request', { keepAlive: false, link: false, heads: 'chrome' }],
  ['keep-alive through the link', { keepAlive: true, link: true, heads: 'chrome' }],
  ['a connection a request through the link', { keepAlive: false, link: true, heads: 'minimal' }],
] as const

function captured({ capture: { up, down } }: CapturedRun): Books {
  return { up, down }
}

describe.each(transportNames)('the ledger of %s', transport => {
  it.each(networks)('has the bytes of a capture with %s', async (_, network) => {
    const run = await capturedRun({ transport, ...network, sizesBytes })
    expect(run.ledger).toEqual(captured(run))
    expect(run.discrepancies).toEqual([])
    expect(run.capture.connections).toBe(run.sockets)
    // Each size twice to two subscribers, and it is published twice.
    const records = sizesBytes.reduce((sum, size) => sum + size, 0)
    expect(run.capture.down.payload).toBeGreaterThan(2 * 2 * records)
    for (const way of ['up', 'down'] as const) {
      for (const category of byteCategories) expect(run.capture[way][category]).toBeGreaterThan(0)
    }
  })
})

const planted = byteCategories.flatMap((from, index) => {
  const to = byteCategories[(index + 1) % byteCategories.length]!
  return (['up', 'down'] as const).map(way => [way, from, to] as const)
})

/** A ledger of which one byte of the first connection is in the wrong column. */
function offByOne(way: Way, from: keyof Books['up'], to?: keyof Books['up']): () => ConnectionLedger {
  let isFirst = true
  return () => {
    const ledger = createConnectionLedger()
    if (!isFirst) return ledger
    isFirst = false
    const books: ConnectionLedger['books'] = () => {
      const wrong = ledger.books()
      wrong[way][from] -= 1
      if (to !== undefined) wrong[way][to] += 1
      return wrong
    }
    return { ...ledger, books }
  }
}

describe('an off-by-one in the ledger', () => {
  const quick = {
    transport: 'polling',
    keepAlive: true,
    link: false,
    heads: 'minimal',
    sizesBytes: [125],
  } as const

  it.each(planted)('is seen: a byte %s from %s to %s', async (way, from, to) => {
    const run = await capturedRun(quick, offByOne(way, from, to))
    // The book itself cannot see it: nothing is lost, and the columns add up.
    expect(run.discrepancies).toEqual([])
    const none = { head: 0, framing: 0, envelope: 0, payload: 0, total: 0 }
    const found = subtractBooks(run.ledger, captured(run))
    expect(found).toEqual({ up: none, down: none, [way]: { ...none, [from]: -1, [to]: 1 } })
  })

  it.each(['up', 'down'] as const)('is seen in the total %s', async way => {
    const run = await capturedRun(quick, offByOne(way, 'total'))
    expect(subtractBooks(run.ledger, captured(run))[way].total).toBe(-1)
  })
})

describe('a capture', () => {
  it('that cannot be says in one line what it needs', async () => {
    const needed = /^[^\n]*; a capture needs `apt-get install tcpdump` and root or CAP_NET_RAW$/
    await expect(startCapture(1, 'tcpdump-that-is-not-there')).rejects.toThrow(needed)
    await expect(startCapture(1, 'false')).rejects.toThrow(needed)
  })
})

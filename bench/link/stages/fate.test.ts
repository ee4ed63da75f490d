import { describe, expect, it } from 'vitest'
import { bytesAt, shown, signAt, type TestLine, testLine } from '../fixtures.ts'
import type { Fate } from '../settings.ts'
import type { Strike } from '../stage.ts'
import { fate } from './fate.ts'

const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const first = '5\r\nfirst\r\n'
const second = '6\r\nsecond\r\n'

/** Both directions of one connection, and how often its fate has struck. */
function connection(own: Partial<Fate>): { up: TestLine; down: TestLine; strikes: Strike[] } {
  const strikes: Strike[] = []
  const shared = {
    number: 4,
    fate: { how: 'cut', where: 'payload', unit: 1, share: 0.5, ...own } as const,
    onStrike: (strike: Strike) => strikes.push(strike),
  }
  const line = (way: 'up' | 'down') => testLine(fate, {}, way, 1, shared)
  return { up: line('up'), down: line('down'), strikes }
}

const textOf = (line: TestLine) =>
  shown(line.passed)
    .map(([text]) => text)
    .join('|')

describe('fate', () => {
  it.each([
    ['before', 1, ''],
    ['before', 2, head],
    ['before', 3, head + first],
    ['head', 1, head.slice(0, 1 + Math.floor((head.length - 1) / 2))],
    ['header', 2, `${head}5\r`],
    ['payload', 2, `${head}5\r\nfirs`],
    ['payload', 3, `${head}${first}6\r\nseco`],
    ['after', 1, head],
    ['after', 2, head + first],
  ] as const)('cuts %s of unit %i where it is, in one chunk or byte by byte', (where, unit, passed) => {
    const whole = connection({ where, unit }).down
    whole.enter(bytesAt(0, head + first + second))
    expect(textOf(whole)).toBe(passed === '' ? 'end' : `${passed}|end`)
    if (where === 'head' || where === 'header' || where === 'payload') return
    const slow = connection({ where, unit }).down
    for (const byte of head + first + second) slow.enter(bytesAt(0, byte))
    expect(textOf(slow).replaceAll('|', '')).toBe(`${passed}end`)
  })

  it('ends both directions, and what comes later in either is swallowed', () => {
    const { up, down } = connection({ how: 'reset', where: 'after', unit: 2 })
    up.enter(signAt(0, 'open'))
    up.enter(bytesAt(0, 'GET'))
    down.enter(bytesAt(1, head + first))
    up.enter(bytesAt(2, 'more'))
    down.enter(bytesAt(2, second))
    expect(textOf(up)).toBe('open|GET|reset')
    expect(textOf(down)).toBe(`${head}${first}|reset`)
    expect(textOf({ ...up, passed: up.swallowed })).toBe('more')
  })

  it('breaks as a connection opens, and the server never hears of it', () => {
    const { up, down } = connection({ where: 'connect' })
    up.enter(signAt(0, 'open'))
    expect([textOf(up), textOf(down)]).toEqual(['end', 'end'])
  })

  it('breaks within the request of its number', () => {
    const { up, down } = connection({ where: 'request', unit: 2 })
    for (const text of ['GET 1', 'GET 2']) up.enter(bytesAt(0, text))
    expect([textOf(up), textOf(down)]).toEqual(['GET 1|GET|end', 'end'])
  })

  it('keeps a silent connection open until the client leaves, and then resets it', () => {
    const { up, down } = connection({ how: 'silence', where: 'after', unit: 1 })
    down.enter(bytesAt(0, head + first))
    up.enter(bytesAt(1, 'anyone?'))
    down.enter(signAt(2, 'end'))
    expect([textOf(up), textOf(down)]).toEqual(['', head])
    up.enter(signAt(3, 'end'))
    expect([textOf(up), textOf(down)]).toEqual(['reset', head])
  })

  it('tells of the strike once, and of none once an end has ended the connection', () => {
    const struck = connection({ where: 'after', unit: 1 })
    for (const text of [head, first]) struck.down.enter(bytesAt(0, text))
    expect(struck.strikes).toEqual([{ connection: 4, how: 'cut', where: 'after', unit: 1, atMs: 0 }])
    const over = connection({ where: 'after', unit: 1 })
    over.up.enter(signAt(0, 'end'))
    over.down.enter(bytesAt(1, head))
    expect([over.strikes, textOf(over.down)]).toEqual([[], head])
  })

  it('lets a connection without a fate pass', () => {
    const line = testLine(fate, {})
    line.enter(bytesAt(0, 'no HTTP at all'))
    expect(textOf(line)).toBe('no HTTP at all')
  })
})

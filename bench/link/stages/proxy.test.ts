import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesAt, shown, signAt, testLine } from '../fixtures.ts'
import { proxy } from './proxy.ts'

const streamHead = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const held = (bytes = 4_096) => testLine(proxy, { proxyHoldBytes: bytes })
const joined = (line: ReturnType<typeof held>) =>
  shown(line.passed)
    .map(([text]) => text)
    .join('')

describe('a buffering proxy', () => {
  it('holds a stream until it ends, and then passes all of it at once', () => {
    const line = held()
    line.enter(bytesAt(1, streamHead))
    line.enter(bytesAt(2, '1\r\na\r\n'))
    expect(line.passed).toEqual([])
    line.enter(bytesAt(9, '0\r\n\r\n'))
    expect(shown(line.passed)).toEqual([
      [streamHead, 9],
      ['1\r\na\r\n', 9],
      ['0\r\n\r\n', 9],
    ])
  })

  it('passes what it holds when the bytes it names are there, and holds again', () => {
    const line = held(streamHead.length + 6)
    line.enter(bytesAt(1, streamHead))
    expect(line.passed).toEqual([])
    line.enter(bytesAt(2, '1\r\na\r\n'))
    expect(joined(line)).toBe(`${streamHead}1\r\na\r\n`)
    line.enter(bytesAt(3, '1\r\nb\r\n'))
    expect(line.passed).toHaveLength(2)
  })

  it('passes what it holds with a FIN, and when it is switched off', () => {
    const ended = held()
    ended.enter(bytesAt(1, streamHead))
    ended.enter(signAt(5, 'end'))
    expect(shown(ended.passed)).toEqual([
      [streamHead, 5],
      ['end', 5],
    ])
    const off = held()
    off.enter(bytesAt(1, streamHead))
    off.runTo(7)
    off.set({ proxyHoldBytes: null })
    expect(shown(off.passed)).toEqual([[streamHead, 7]])
  })

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc'],
    ['chunks', `${streamHead}3\r\nabc\r\n0\r\n\r\n`],
    ['no body', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])(
    'passes a response of %s when its last byte is there, one after the other, however it is split',
    (_, text) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: text.length }), split => {
          const line = held()
          for (const round of [1, 2]) {
            line.enter(bytesAt(round, text.slice(0, split)))
            expect(joined(line)).toBe(text.repeat(split === text.length ? round : round - 1))
            if (split < text.length) line.enter(bytesAt(round, text.slice(split)))
            expect(joined(line)).toBe(text.repeat(round))
          }
        }),
      )
    },
  )

  it.each([
    ['an upgraded connection', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', '\x81\x01a'],
    ['what is no HTTP', '\x16\x03\x01', 'more'],
    ['a response that forbids it', streamHead.replace('\r\n', '\r\nX-Accel-Buffering: no\r\n'), '1\r\na\r\n'],
  ])('does not hold %s', (_, first, second) => {
    const line = held()
    line.enter(bytesAt(1, first))
    line.enter(bytesAt(2, second))
    expect(shown(line.passed).map(([, dueMs]) => dueMs)).toEqual([1, 2])
  })

  it('holds a response that forbids it when it does not heed that', () => {
    const line = testLine(proxy, { proxyHoldBytes: 4_096, proxyHeeds: false })
    line.enter(bytesAt(1, streamHead.replace('\r\n', '\r\nX-Accel-Buffering: no\r\n')))
    expect(line.passed).toEqual([])
  })

  it('holds the next response of a connection whose last forbade it', () => {
    const line = held()
    line.enter(bytesAt(1, `${streamHead.replace('\r\n', '\r\nX-Accel-Buffering: no\r\n')}0\r\n\r\n`))
    line.enter(bytesAt(2, streamHead))
    expect(line.passed).toHaveLength(1)
  })

  it('leaves alone what goes up', () => {
    const line = testLine(proxy, { proxyHoldBytes: 4_096 }, 'up')
    line.enter(bytesAt(1, streamHead))
    expect(line.passed).toHaveLength(1)
  })
})

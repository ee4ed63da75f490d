import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textFrame } from '../../server/frame.ts'
import { chunk } from '../../server/stream.ts'
import { createUnitReader, type Stretch } from './units.ts'

const head = (...fields: string[]) => Buffer.from(['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n'))
const upgrade = Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n')

/** Each unit's parts with their bytes, and whether it has begun and ended. */
function unitsOf(stretches: readonly Stretch[]): readonly string[] {
  const units: string[] = []
  for (const { part, unit, from, to, begins, ends } of stretches) {
    const before = units[unit - 1] ?? ''
    const joins = before.endsWith(`${part} `) || new RegExp(`${part} \\d+ $`).test(before)
    const bytes = joins ? Number(/(\d+) $/.exec(before)![1]) + to - from : to - from
    const kept = joins ? before.replace(new RegExp(`${part} \\d+ $`), '') : before
    units[unit - 1] = `${kept}${begins ? '[' : ''}${part} ${bytes} ${ends ? ']' : ''}`
  }
  return units
}

/** What a reader finds in bytes that come in chunks of these sizes. */
function readIn(bytes: Buffer, sizes: readonly number[]): readonly string[] {
  const read = createUnitReader()
  const stretches: Stretch[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length
    const found = read(bytes.subarray(at, at + size))
    expect(found.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(Math.min(size, bytes.length - at))
    stretches.push(...found)
    at += size
  }
  return unitsOf(stretches)
}

const empty = Buffer.from('HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n')
const sized = head('Content-Length: 12')
const chunked = head('Transfer-Encoding: chunked')

const conversations = {
  polls: {
    bytes: Buffer.concat([empty, sized, Buffer.from('{"events":1}'), empty]),
    units: [`[head ${empty.length} ]`, `[head ${sized.length} payload 12 ]`, `[head ${empty.length} ]`],
  },
  stream: {
    bytes: Buffer.concat([chunked, chunk('first'), chunk('x'.repeat(300))]),
    units: [`[head ${chunked.length} ]`, '[header 3 payload 7 ]', '[header 5 payload 302 ]'],
  },
  frames: {
    bytes: Buffer.concat([upgrade, textFrame('{}'), textFrame('x'.repeat(200)), Buffer.from([0x89, 0])]),
    units: [`[head ${upgrade.length} ]`, '[header 2 payload 2 ]', '[header 4 payload 200 ]', '[header 2 ]'],
  },
}

describe('the units of a connection', () => {
  it.each(Object.entries(conversations))(
    'are found in %s, however the bytes were cut',
    (_, { bytes, units }) => {
      expect(readIn(bytes, [])).toEqual(units)
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), sizes => {
          const found = readIn(bytes, sizes)
          expect(found.map(unit => unit.replace(/[[\]]/g, '').trim())).toEqual(
            units.map(unit => unit.replace(/[[\]]/g, '').trim()),
          )
          expect(found.every(unit => unit.startsWith('[') && unit.endsWith(']'))).toBe(true)
        }),
      )
    },
  )

  it('end where the bytes are no HTTP', () => {
    const read = createUnitReader()
    expect(read(Buffer.from('SSH-2.0'))).toEqual([])
    expect(read(empty)).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeBytes, hexOf, textOf } from './escapes.ts'
import { explainChunk, explainFrame, unmask } from './frame-bits.ts'
import { textToCopy } from './render-bytes.ts'
import { segmentsOf, sumsOf } from './segments.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

describe('escapeBytes', () => {
  it('keeps UTF-8, names line ends and gives other bytes in hexadecimal', () => {
    expect(textOf(escapeBytes(bytesOf('GET /\r\nKīlauea 지진\t')))).toBe('GET /\\r\\n\nKīlauea 지진\\t')
    expect(textOf(escapeBytes(Uint8Array.of(0, 65, 0xff, 0xea, 0xb0)))).toBe('\\x00A\\xff\\xea\\xb0')
  })

  it('shows any text without controls and backslashes as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        fc.pre(!/[\p{Cc}\\\ufeff]/u.test(text))
        expect(textOf(escapeBytes(bytesOf(text)))).toBe(text)
      }),
    )
  })
})

describe('explainFrame', () => {
  it('reads the masked text frame of RFC 6455 section 5.7', () => {
    const frame = Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58)
    const header = explainFrame(frame)
    expect(header?.fields.map(({ field, bits, value }) => [field, bits, value])).toEqual([
      ['fin', '1', '1'],
      ['rsv', '000', '0'],
      ['opcode', '0001', '1 text'],
      ['masked', '1', '1'],
      ['length', '0000101', '5'],
      ['maskingKey', '37 fa 21 3d', ''],
    ])
    expect(new TextDecoder().decode(unmask(frame.subarray(6), header?.mask ?? frame))).toBe('Hello')
  })

  it('reads long lengths, and none from too few bytes', () => {
    expect(explainFrame(Uint8Array.of(0x82, 0x7e, 0x01, 0x00))?.fields.at(-1)).toEqual({
      field: 'longLength',
      bits: '01 00',
      value: '256',
    })
    expect(explainFrame(Uint8Array.of(0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0))?.fields.at(-1)?.value).toBe('65536')
    expect(explainFrame(Uint8Array.of(0x82, 0x7e, 0x01))).toBeNull()
  })
})

describe('explainChunk', () => {
  it('reads the size in hexadecimal', () => {
    expect(explainChunk(bytesOf('5a\r\n{"id"'))).toEqual({ digits: '5a', sizeBytes: 90 })
    expect(explainChunk(bytesOf('{"id"'))).toBeNull()
  })
})

describe('segmentsOf', () => {
  it('cuts the bytes into their runs, kept or not', () => {
    const segments = segmentsOf({
      base64: base64(bytesOf('5\r\nab')),
      runs: [
        ['framing', 3],
        ['payload', 5],
      ],
    })
    expect(segments.map(({ from, bytes, lengthBytes }) => [from, bytes.length, lengthBytes])).toEqual([
      [0, 3, 3],
      [3, 2, 5],
    ])
    expect(sumsOf(segments)).toEqual({ head: 0, framing: 3, envelope: 0, payload: 5 })
  })
})

describe('textToCopy', () => {
  it('gives a frame’s header in hexadecimal and its payload without the mask', () => {
    const frame = Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58)
    const runs = [
      ['framing', 6],
      ['envelope', 3],
      ['payload', 2],
    ] as const
    const segments = segmentsOf({ base64: base64(frame), runs })
    expect(textToCopy('frame', segments)).toBe('81 85 37 fa 21 3d Hel lo')
    expect(hexOf(Uint8Array.of(9, 255))).toBe('09 ff')
  })

  it('gives a ping, which is framing alone, whole', () => {
    const segments = segmentsOf({ base64: base64(Uint8Array.of(0x89, 0)), runs: [['framing', 2]] })
    expect(textToCopy('control', segments)).toBe('89 00')
  })
})

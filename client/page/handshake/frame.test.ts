import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFrameHeader } from '../../../bench/wire/frame-header.ts'
import { applyMask, closePayload, encodeFrame, type Frame, lengthFormOf, readFrame } from './frame.ts'
import { bytesOfHex, frameFields, hexOf, opcodeName } from './frame-fields.ts'

const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d)
const text = (payload: string, maskKey: Uint8Array | null = null): Frame => ({
  final: true,
  reserved: 0,
  opcode: 1,
  maskKey,
  payload: new TextEncoder().encode(payload),
})

describe('a frame', () => {
  it.each([
    ['an unmasked Hello', text('Hello'), '810548656c6c6f'],
    ['a masked Hello', text('Hello', key), '818537fa213d7f9f4d5158'],
    ['the first fragment of Hello', { ...text('Hel'), final: false }, '010348656c'],
    ['the last fragment of Hello', { ...text('lo'), opcode: 0 }, '80026c6f'],
    ['a ping with Hello', { ...text('Hello'), opcode: 9 }, '890548656c6c6f'],
  ])('that is %s has the bytes of RFC 6455 section 5.7', (_, frame, hex) => {
    expect(hexOf(encodeFrame(frame))).toBe(hex)
  })

  it.each([
    [0, 7, '8100'],
    [125, 7, '817d'],
    [126, 16, '817e007e'],
    [65_535, 16, '817effff'],
    [65_536, 64, '817f0000000000010000'],
  ])('of %i bytes has its length in %i bits', (length, form, header) => {
    const bytes = encodeFrame({ ...text(''), payload: new Uint8Array(length) })
    expect(lengthFormOf(length)).toBe(form)
    expect(hexOf(bytes.subarray(0, bytes.length - length))).toBe(header)
    expect(readFrame(bytes)).toMatchObject({ lengthForm: form, payloadBytes: length })
  })

  it('is read back as it was written, whatever its parts', () => {
    const frames = fc.record({
      final: fc.boolean(),
      reserved: fc.nat(7),
      opcode: fc.nat(15),
      maskKey: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 })),
      payload: fc.uint8Array({ maxLength: 200 }),
    })
    fc.assert(
      fc.property(frames, frame => {
        const bytes = encodeFrame(frame)
        expect(readFrame(bytes)).toMatchObject(frame)
        expect(readFrame(bytes)!.headerBytes + frame.payload.length).toBe(bytes.length)
      }),
    )
  })

  it('is what another reader reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), payload => {
        const bytes = encodeFrame({ final: true, reserved: 0, opcode: 2, maskKey: key, payload })
        const { name, final, mask, headerBytes, payloadBytes } = readFrameHeader(bytes)
        expect([name, final, [...mask], payloadBytes]).toEqual(['binary', true, [...key], payload.length])
        expect(bytes.length).toBe(headerBytes + payloadBytes)
      }),
    )
  })

  it('is not read before its header is whole, and read with what there is of its payload', () => {
    const bytes = encodeFrame({ ...text('', key), payload: new Uint8Array(126) })
    for (let length = 0; length < 8; length += 1) expect(readFrame(bytes.subarray(0, length))).toBeUndefined()
    expect(readFrame(bytes.subarray(0, 10))).toMatchObject({
      payloadBytes: 126,
      payload: Uint8Array.of(0, 0),
    })
  })

  it('says a close code and reason in its payload', () => {
    expect(hexOf(closePayload(1000))).toBe('03e8')
    expect(hexOf(closePayload(4000, 'é'))).toBe('0fa0c3a9')
  })

  it('masked twice is as it was', () => {
    expect([...applyMask(applyMask(Uint8Array.of(1, 2, 3, 4, 5), key), key)]).toEqual([1, 2, 3, 4, 5])
  })
})

describe('the fields of a frame', () => {
  const fieldsOf = (bytes: Uint8Array) => frameFields(readFrame(bytes)!, bytes)

  it('of a masked text are its header in bits', () => {
    expect(fieldsOf(encodeFrame(text('Hello', key)))).toEqual([
      { name: 'fin', bits: '1', value: '1' },
      { name: 'rsv', bits: '000', value: '0' },
      { name: 'opcode', bits: '0001', value: '0x1 text' },
      { name: 'mask', bits: '1', value: '1' },
      { name: 'length', bits: '0000101', value: '5' },
      { name: 'key', bits: '00110111 11111010 00100001 00111101', value: '37 fa 21 3d' },
    ])
  })

  it('hold every bit of the header, in wire order', () => {
    for (const length of [0, 125, 126, 65_535, 65_536]) {
      const bytes = encodeFrame({ ...text('', key), reserved: 5, payload: new Uint8Array(length) })
      const header = bytes.subarray(0, bytes.length - length)
      const bits = Array.from(header, byte => byte.toString(2).padStart(8, '0')).join('')
      const joined = fieldsOf(bytes).map(field => field.bits.replaceAll(' ', ''))
      expect(joined.join('')).toBe(bits)
    }
  })

  it('give the length once more where seven bits do not hold it', () => {
    const bytes = encodeFrame({ ...text(''), payload: new Uint8Array(126) })
    expect(fieldsOf(bytes).slice(-2)).toEqual([
      { name: 'length', bits: '1111110', value: '126' },
      { name: 'extended', bits: '00000000 01111110', value: '126' },
    ])
  })

  it('name the opcodes that are defined', () => {
    const names = [0, 1, 2, 8, 9, 10, 3, 15].map(opcodeName)
    expect(names.join(' ')).toBe('continuation text binary close ping pong reserved reserved')
  })
})

describe('hexadecimal digits', () => {
  it('become bytes, white space aside', () => {
    expect([...bytesOfHex(' 00 fF\n10')!]).toEqual([0, 255, 16])
    expect([...bytesOfHex('')!]).toEqual([])
  })

  it.each(['0', 'zz', '0 x1', '0x01'])('are refused as %j', digits => {
    expect(bytesOfHex(digits)).toBeUndefined()
  })
})

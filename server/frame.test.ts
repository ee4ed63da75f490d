import { describe, expect, it } from 'vitest'
import { textFrame } from './frame.ts'

describe('a text frame', () => {
  it.each([
    [0, '8100'],
    [1, '8101'],
    [125, '817d'],
    [126, '817e007e'],
    [127, '817e007f'],
    [65_535, '817effff'],
    [65_536, '817f0000000000010000'],
    [1_000_000, '817f00000000000f4240'],
  ])('of %i bytes has the header %s and then its payload', (payloadBytes, header) => {
    const text = 'x'.repeat(payloadBytes)
    const frame = textFrame(text)
    const headerBytes = header.length / 2
    expect(frame.toString('hex', 0, headerBytes)).toBe(header)
    expect(frame.toString('utf8', headerBytes)).toBe(text)
    expect(frame.length).toBe(headerBytes + payloadBytes)
  })

  it.each([
    ['é'.repeat(62), 124, 2],
    ['é'.repeat(63), 126, 4],
    ['지'.repeat(21_845), 65_535, 4],
    ['🌏'.repeat(16_384), 65_536, 10],
  ])('counts bytes and not characters', (text, payloadBytes, headerBytes) => {
    const frame = textFrame(text)
    expect(frame.length).toBe(headerBytes + payloadBytes)
    expect(frame.toString('utf8', headerBytes)).toBe(text)
  })
})

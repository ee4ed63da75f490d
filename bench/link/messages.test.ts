import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMessageReader, encodeMessage } from './messages.ts'

it('messages are read as they were written, wherever the bytes were cut', () => {
  const messages = fc.array(fc.tuple(fc.nat(), fc.double({ noNaN: true })), { maxLength: 8 })
  fc.assert(
    fc.property(messages, fc.array(fc.nat({ max: 128 })), (written, cuts) => {
      const bytes = Buffer.concat(written.map(([sequence, sentMs]) => encodeMessage(sequence, sentMs)))
      const read: [number, number][] = []
      const reader = createMessageReader((sequence, sentMs) => read.push([sequence, sentMs]))
      const edges = [
        0,
        ...cuts.map(cut => Math.min(cut, bytes.length)).toSorted((a, b) => a - b),
        bytes.length,
      ]
      for (const [index, from] of edges.entries()) reader.read(bytes.subarray(from, edges[index + 1]))
      expect(read).toEqual(written)
    }),
  )
})

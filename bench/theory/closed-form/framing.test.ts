import { describe, expect, it } from 'vitest'
import { textFrame } from '../../../server/frame.ts'
import { chunk } from '../../../server/stream.ts'
import {
  answerEnvelopeBytes,
  chunkFramingBytes,
  eventStreamBytes,
  frameHeaderBytes,
  heartbeatBytes,
  lineEndBytes,
} from './framing.ts'

describe('framing', () => {
  it('is what sockets carried for an event of 100 bytes', () => {
    expect(100 + lineEndBytes + chunkFramingBytes(100 + lineEndBytes)).toBe(107)
    expect(100 + eventStreamBytes(1) + chunkFramingBytes(100 + eventStreamBytes(1))).toBe(120)
    expect(100 + frameHeaderBytes(100)).toBe(102)
    expect(100 + frameHeaderBytes(100, true)).toBe(106)
  })

  it.each([0, 1, 15, 16, 125, 126, 255, 256, 4_095, 4_096, 65_535, 65_536])(
    'is what the server writes around %i bytes',
    bytes => {
      const text = 'x'.repeat(bytes)
      expect(chunkFramingBytes(bytes)).toBe(chunk(text).length - bytes)
      expect(frameHeaderBytes(bytes)).toBe(textFrame(text).length - bytes)
    },
  )

  it('shares the words around a poll’s answer among its events', () => {
    const answer = (events: string[]) => `{"cursor":"ab.1","events":[${events.join(',')}]}`
    expect(answerEnvelopeBytes(1, 4)).toBe(answer(['{}']).length - 2)
    expect(answerEnvelopeBytes(3, 4) * 3).toBeCloseTo(answer(['{}', '{}', '{}']).length - 6, 9)
  })

  it('counts a heartbeat and the fields of an event stream', () => {
    expect(heartbeatBytes(4)).toBe('{"heartbeat":"ab.1"}'.length)
    expect(eventStreamBytes(4)).toBe('id: ab.1\ndata: {}\n\n'.length - 2)
  })
})

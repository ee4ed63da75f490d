import { describe, expect, it } from 'vitest'
import { keepMessages } from './kept.ts'
import type { TranscriptMessage } from './transcript.ts'

const message = (id: number, rawBytes: number) => ({ id, raw: new Uint8Array(rawBytes) }) as TranscriptMessage

describe('kept messages', () => {
  it('are the last ones by number', () => {
    const kept = keepMessages({ messages: 2, bytes: 1_000 })
    for (const id of [1, 2, 3]) kept.add(message(id, 1))
    expect([1, 2, 3].map(id => kept.get(id)?.id)).toEqual([undefined, 2, 3])
  })

  it('are the last ones by bytes', () => {
    const kept = keepMessages({ messages: 100, bytes: 25 })
    for (const id of [1, 2, 3, 4]) kept.add(message(id, 10))
    expect([1, 2, 3, 4].map(id => kept.get(id)?.id)).toEqual([undefined, undefined, 3, 4])
  })
})

import { describe, expect, it } from 'vitest'
import { parseEventStream } from './event-stream.ts'
import { drain } from './test/scripted-server.ts'

async function* pieces(...chunks: string[]): AsyncGenerator<string> {
  yield* chunks
}

const text =
  'id: e.0\n\nid: e.1\ndata: {"a":"지진"}\n\nevent: heartbeat\nid: e.2\ndata: x\ndata: y\n\n: comment\n\n'
const events = [
  { type: 'open', lastEventId: 'e.0', data: '' },
  { type: 'message', lastEventId: 'e.1', data: '{"a":"지진"}' },
  { type: 'heartbeat', lastEventId: 'e.2', data: 'x\ny' },
]

describe('an event stream', () => {
  it('is the same at every cut, with LF and with CRLF', async () => {
    for (const written of [text, text.replaceAll('\n', '\r\n')]) {
      for (let cut = 0; cut <= written.length; cut += 1) {
        const { items } = await drain(parseEventStream(pieces(written.slice(0, cut), written.slice(cut))))
        expect(items, `cut at ${cut}`).toEqual(events)
      }
    }
  })

  it('is the same one character at a time', async () => {
    expect((await drain(parseEventStream(pieces(...text)))).items).toEqual(events)
  })

  it('has no opening when its first block is an event', async () => {
    const { items } = await drain(parseEventStream(pieces('id: e.1\ndata: a\n\nid: e.2\n\n')))
    expect(items).toEqual([{ type: 'message', lastEventId: 'e.1', data: 'a' }])
  })

  it('keeps the last id for events that have none, from the one it was started with', async () => {
    const { items } = await drain(
      parseEventStream(pieces('data: a\n\nid: e.8\ndata: b\n\ndata: c\n\n'), 'e.7'),
    )
    expect(items.map(item => item.lastEventId)).toEqual(['e.7', 'e.8', 'e.8'])
  })
})

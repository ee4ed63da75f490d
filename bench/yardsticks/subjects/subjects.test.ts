import { once } from 'node:events'
import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openConversation } from '../load/conversation.ts'
import { payloadBytes, recordAt } from './record.ts'
import { type Subject, type SubjectName, subjectNames } from './subject.ts'
import { subjects } from './subjects.ts'

/** What differs by nature: times, cursors, the answer to a handshake's key. */
function comparable(text: string): string {
  return text
    .replace(/^Date: .*$/m, '<date>')
    .replace(/[0-9a-f]{8}\.\d+/g, '<cursor>')
    .replace(/"at":\d+/g, '<at>')
    .replace(/x{9,}/g, '<data>')
}

/** Sends a request, publishes once its answer begins, and gives everything that came until the record was whole. */
async function answerOf({ port, publish }: Subject, lines: readonly string[]): Promise<string> {
  const socket = createConnection(port, '127.0.0.1')
  let text = ''
  socket.on('data', chunk => {
    text += chunk.toString('latin1')
  })
  socket.write([...lines, 'Host: here', '', ''].join('\r\n'))
  // Head and opening cursor may come apart.
  while (!/\r\n\r\n.*(cursor|id: )[^}\n]*[}\n]/s.test(text)) await once(socket, 'data')
  publish!()
  while (!/"at":.*x"}/s.test(text)) await once(socket, 'data')
  socket.destroy()
  return comparable(text)
}

const handshake = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: feed.v1',
]

describe('a subject', () => {
  it.each([
    ['streaming', 'minimal-streaming', []],
    ['sse', 'minimal-sse', []],
    ['websocket', 'minimal-websocket', handshake],
  ] as const)('of %s sends the bytes that ours sends', async (transport, minimal, fields) => {
    const lines = [`GET /${transport} HTTP/1.1`, ...fields]
    const ours = await answerOf(await subjects.feed(), lines)
    expect(await answerOf(await subjects[minimal](), lines)).toBe(ours)
    expect(ours).toContain('<at>')
  })

  it('of long polling answers what ours answers: at once without a cursor, else with the next event', async () => {
    const bodies = async (name: SubjectName) => {
      const { port, publish } = await subjects[name]()
      const { get, close } = await openConversation(port)
      const first = (await get('/long-polling')).toString()
      const { cursor } = JSON.parse(first)
      const next = get(`/long-polling?since=${cursor}`)
      publish!()
      const second = (await next).toString()
      publish!()
      const both = (await get(`/long-polling?since=${cursor}`)).toString()
      close()
      return [first, second, both].map(comparable)
    }
    const ours = await bodies('feed')
    expect(await bodies('minimal-long-polling')).toEqual(ours)
    expect(ours[2]!.match(/<at>/g)).toHaveLength(2)
  })

  it.each([
    ['feed', 'hello-http'],
    ['feed-express', 'hello-express'],
  ] as const)('answers an empty poll of %s as %s does, field for field', async (ours, hello) => {
    const headOf = async (name: SubjectName) => {
      const { port, target } = await subjects[name]()
      const response = await fetch(`http://127.0.0.1:${port}${target}`)
      return [response.status, ...[...response.headers].filter(([field]) => field !== 'date')]
    }
    expect(await headOf(hello)).toEqual(await headOf(ours))
  })

  it('has a name each', () => {
    expect(Object.keys(subjects).toSorted()).toEqual([...subjectNames].toSorted())
  })
})

describe('a record', () => {
  it.each([1, 9_999])('number %i has the size of every other', sequence => {
    expect(Buffer.byteLength(recordAt(sequence))).toBe(payloadBytes)
    expect(JSON.parse(recordAt(sequence)).at / 1_000).toBeCloseTo(Date.now(), -4)
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Captured, readCapture } from './capture.ts'

const serverPort = 8_080
const flag = { fin: 1, syn: 2, ack: 16 } as const

/** One TCP segment of one connection, its sequence number counted from the direction's own SYN. */
interface Segment {
  readonly way: 'up' | 'down'
  readonly offset: number
  readonly text?: string
  readonly flags?: number
}

/** An Ethernet frame with IPv4 and TCP, without checksums. */
function frameOf({ way, offset, text = '', flags = flag.ack }: Segment, initial: number): Buffer {
  const tcp = Buffer.alloc(20)
  tcp.writeUInt16BE(way === 'up' ? 50_000 : serverPort, 0)
  tcp.writeUInt16BE(way === 'up' ? serverPort : 50_000, 2)
  tcp.writeUInt32BE((initial + offset) % 2 ** 32, 4)
  tcp.set([5 << 4, flags], 12)
  const ip = Buffer.from('4500000000004000400600007f0000017f000001', 'hex')
  ip.writeUInt16BE(40 + text.length, 2)
  return Buffer.concat([Buffer.alloc(12), Buffer.from([8, 0]), ip, tcp, Buffer.from(text)])
}

function pcapOf(segments: readonly Segment[], initial: number): Buffer {
  const header = Buffer.from('d4c3b2a10200040000000000000000000000040001000000', 'hex')
  const packets = segments.flatMap(segment => {
    const frame = frameOf(segment, initial)
    const packet = Buffer.alloc(16)
    packet.writeUInt32LE(frame.length, 8)
    packet.writeUInt32LE(frame.length, 12)
    return [packet, frame]
  })
  return Buffer.concat([header, ...packets])
}

async function read(segments: readonly Segment[], initial = 1_000): Promise<Captured> {
  const directory = await mkdtemp(join(tmpdir(), 'oracle-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const path = join(directory, 'made.pcap')
  await writeFile(path, pcapOf(segments, initial))
  return readCapture(path, serverPort)
}

const request = 'GET /polling HTTP/1.1\r\nHost: a\r\n\r\n'
const record = '{"id":"e.1","at":7,"data":"]}"}'
const body = `{"cursor":"e.1","events":[${record}]}`
const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`
const answer = head + body
const cut = head.length + 40

const syns: Segment[] = [
  { way: 'up', offset: 0, flags: flag.syn },
  { way: 'down', offset: 0, flags: flag.syn | flag.ack },
]
const asked: Segment = { way: 'up', offset: 1, text: request }
const first: Segment = { way: 'down', offset: 1, text: answer.slice(0, cut) }
const second: Segment = { way: 'down', offset: 1 + cut, text: answer.slice(cut) }
const fins: Segment[] = [
  { way: 'down', offset: 1 + answer.length, flags: flag.fin | flag.ack },
  { way: 'up', offset: 1 + request.length, flags: flag.fin | flag.ack },
]
const down = {
  head: head.length,
  framing: 0,
  envelope: body.length - record.length,
  payload: record.length,
  total: answer.length,
}

describe('the oracle', () => {
  it('has the bytes of a connection that was captured in order', async () => {
    const captured = await read([...syns, asked, first, second, ...fins])
    expect(captured.down).toEqual(down)
    expect(captured.up).toEqual({
      head: request.length,
      ...{ framing: 0, envelope: 0, payload: 0, total: request.length },
    })
    expect(captured).toMatchObject({ connections: 1, segments: { up: 1, down: 2 } })
  })

  it.each([
    ['in the wrong order', [second, first]],
    ['twice', [first, first, second]],
    ['again with what follows it', [first, { ...first, text: answer }]],
    ['after a probe of a byte that was acknowledged', [first, { ...first, offset: 0, text: 'x' }, second]],
  ])('counts a byte once that comes %s', async (_, segments) => {
    expect((await read([...syns, asked, ...segments, ...fins])).down).toEqual(down)
  })

  it('goes on where sequence numbers begin anew', async () => {
    const captured = await read([...syns, asked, second, first, ...fins], 2 ** 32 - 60)
    expect(captured.down).toEqual(down)
  })

  it('sums the requests for each path apart', async () => {
    const other = 'GET /health?x HTTP/1.1\r\n\r\n'
    const found = 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno'
    const more: Segment[] = [
      { way: 'up', offset: 1 + request.length, text: other + request },
      { way: 'down', offset: 1 + answer.length, text: found + answer },
    ]
    const { paths } = await read([...syns, asked, first, second, ...more])
    const none = { head: 0, framing: 0, envelope: 0, payload: 0 }
    const doubled = Object.entries(down).map(([column, bytes]) => [column, 2 * bytes])
    expect(paths).toEqual({
      '/polling': {
        requests: 2,
        up: { ...none, head: 2 * request.length, total: 2 * request.length },
        down: Object.fromEntries(doubled),
      },
      '/health': {
        requests: 1,
        up: { ...none, head: other.length, total: other.length },
        down: { ...none, head: found.length - 2, envelope: 2, total: found.length },
      },
    })
  })

  it('passes over a connection that was refused', async () => {
    const refused = [syns[0]!, { way: 'down', offset: 0, flags: 4 } as const]
    expect(await read(refused)).toMatchObject({ connections: 0, up: { total: 0 }, down: { total: 0 } })
  })

  it.each([
    ['bytes that the capture lacks', [asked, second], '79 bytes are missing at 0'],
    ['an end that the capture lacks', [asked, first], `the FIN is at ${answer.length}, the bytes end at 79`],
    ['two versions of a byte', [asked, first, { ...first, text: 'HTTP/2' }, second], 'two versions'],
    ['an answer to nothing', [first, second], 'bytes answer no request'],
  ])('refuses %s', async (_, segments, message) => {
    const end = segments.includes(asked) ? fins : [fins[0]!]
    await expect(read([...syns, ...segments, ...end])).rejects.toThrow(message)
  })
})

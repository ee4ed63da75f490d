import { once } from 'node:events'
import type { TransportName } from '../../../server/protocol.ts'
import { connect, openConversation } from './conversation.ts'
import { handshakeFields } from './handshake.ts'
import { until } from './until.ts'

/** The transports that bring events without being asked each time, or hold what they are asked. */
export type FollowingTransport = Exclude<TransportName, 'polling'>

/** Subscribers that read and throw away, on one server. */
export interface Discard {
  readonly transport: FollowingTransport
  readonly port: number
  readonly subscribers: number
}

interface Counter {
  records: number
}

const openers: Readonly<Record<FollowingTransport, (port: number, counter: Counter) => Promise<void>>> = {
  'long-polling': askAgain,
  streaming: (port, counter) => read(port, 'GET /streaming', [], counter),
  sse: (port, counter) => read(port, 'GET /sse', [], counter),
  websocket: (port, counter) => read(port, 'GET /websocket', handshakeFields(), counter),
}

/** Only a record has it, and a record is small enough to come in one piece. */
const mark = Buffer.from('"at":')

const counters = new Map<number, Counter>()

/** Starts subscribers; resolves when each has had its first answer. */
export async function startDiscarders({ transport, port, subscribers }: Discard): Promise<void> {
  const counter = { records: 0 }
  counters.set(port, counter)
  for (let index = 0; index < subscribers; index += 1) await openers[transport](port, counter)
}

/** What was discarded on a port; `expected` is the least that is waited for. */
export interface Discarded {
  readonly port: number
  readonly expected: number
}

/** How many records all subscribers of a port have received since they started. */
export function discarded({ port, expected }: Discarded): Promise<number> {
  return until(() => counters.get(port)?.records ?? 0, expected)
}

/** Sends one request and counts the records of whatever comes back. */
async function read(port: number, line: string, fields: readonly string[], counter: Counter): Promise<void> {
  const socket = await connect(port)
  socket.on('data', chunk => {
    counter.records += marksIn(chunk)
  })
  socket.write([`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...fields, '', ''].join('\r\n'))
  await once(socket, 'data')
}

/** Polls from cursor to cursor; resolves when the first request is answered and the second is out. */
async function askAgain(port: number, counter: Counter): Promise<void> {
  const { get } = await openConversation(port)
  const ask = async (query: string): Promise<string> => {
    const body = await get(`/long-polling${query}`)
    counter.records += marksIn(body)
    return body.toString('latin1', body.indexOf(':') + 2, body.indexOf(',') - 1)
  }
  const follow = async (from: string) => {
    for (let cursor = from; ; ) cursor = await ask(`?since=${cursor}`)
  }
  // A poller that breaks leaves its records out of the count, which the measurement checks.
  follow(await ask('')).catch(error => console.error(`a long poll broke: ${error.message}`))
}

function marksIn(chunk: Buffer): number {
  let count = 0
  for (let from = chunk.indexOf(mark); from !== -1; from = chunk.indexOf(mark, from + mark.length)) count += 1
  return count
}

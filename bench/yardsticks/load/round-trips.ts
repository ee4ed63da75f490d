import { once } from 'node:events'
import { WebSocket } from 'ws'
import { monotonicMs } from '../../../server/sources/clock.ts'
import type { FloorName } from '../../report/types.ts'
import { payloadBytes } from '../subjects/record.ts'
import { connect, openConversation } from './conversation.ts'

/** Sends one message and resolves when its answer has come whole. */
type RoundTrip = () => Promise<unknown>

const message = Buffer.alloc(payloadBytes, 'x')

const openers: Readonly<Record<FloorName, (port: number) => Promise<RoundTrip>>> = {
  tcp: openTcp,
  ws: openWs,
  http: openHttp,
  express: openHttp,
}

const open = new Map<FloorName, RoundTrip>()

/** What a round asks for. */
export interface Round {
  readonly name: FloorName
  readonly port: number
  readonly count: number
}

/** Makes round trips one after the other, on one connection for all rounds of a name; each one's microseconds. */
export async function timeRoundTrips({ name, port, count }: Round): Promise<Float64Array> {
  const roundTrip = open.get(name) ?? (await openers[name](port))
  open.set(name, roundTrip)
  const micros = new Float64Array(count)
  for (let index = 0; index < count; index += 1) {
    const sentMs = monotonicMs()
    await roundTrip()
    micros[index] = (monotonicMs() - sentMs) * 1_000
  }
  return micros
}

async function openTcp(port: number): Promise<RoundTrip> {
  const socket = await connect(port)
  let missingBytes = 0
  let arrived = () => {}
  socket.on('data', chunk => {
    missingBytes -= chunk.length
    if (missingBytes === 0) arrived()
  })
  return () =>
    new Promise<void>((resolve, reject) => {
      if (socket.destroyed) reject(new Error('the server closed the connection'))
      missingBytes = payloadBytes
      arrived = resolve
      socket.write(message)
    })
}

async function openWs(port: number): Promise<RoundTrip> {
  const channel = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false })
  await once(channel, 'open')
  let arrived = () => {}
  channel.on('message', () => arrived())
  return () =>
    new Promise<void>((resolve, reject) => {
      arrived = resolve
      channel.send(message, error => error && reject(error))
    })
}

async function openHttp(port: number): Promise<RoundTrip> {
  const { get } = await openConversation(port)
  return () => get('/')
}

import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createNodeEnvironment } from '../../../client/node.ts'
import { subscribe } from '../../../client/subscribe.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { until } from './until.ts'

/** The two ports of the pair. */
export interface PairPorts {
  readonly ours: number
  readonly bare: number
}

/** When each event had been received and decoded, in order, on the host's monotonic clock. */
export interface PairReceipts {
  readonly ours: Float64Array
  readonly bare: Float64Array
}

interface Receiver {
  readonly receivedMs: number[]
}

let receivers: Readonly<Record<keyof PairPorts, Receiver>> | undefined

/** Follows both servers over WebSocket: ours with the project's client, the other with `ws` alone. */
export async function followPair(ports: PairPorts): Promise<void> {
  receivers = { ours: await followOurs(ports.ours), bare: await followBare(ports.bare) }
}

/** What both have received so far, after a wait for `expected` messages in all. */
export async function receiptsOf(expected: number): Promise<PairReceipts> {
  if (!receivers) throw new Error('nothing is followed')
  const { ours, bare } = receivers
  await until(() => ours.receivedMs.length + bare.receivedMs.length, expected)
  return { ours: Float64Array.from(ours.receivedMs), bare: Float64Array.from(bare.receivedMs) }
}

function followOurs(port: number): Promise<Receiver> {
  const receivedMs: number[] = []
  const deliveries = subscribe({
    transport: 'websocket',
    url: new URL(`http://127.0.0.1:${port}/`),
    environment: createNodeEnvironment({ keepAlive: true, heads: 'minimal' }),
    signal: new AbortController().signal,
  })
  return new Promise((resolve, reject) => {
    const run = async () => {
      for await (const { type } of deliveries) {
        if (type === 'event') receivedMs.push(monotonicMs())
        else if (type === 'open') resolve({ receivedMs })
      }
    }
    run().catch(reject)
  })
}

async function followBare(port: number): Promise<Receiver> {
  const receivedMs: number[] = []
  const channel = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false })
  channel.on('message', data => {
    const record: unknown = JSON.parse(data.toString())
    if (record) receivedMs.push(monotonicMs())
  })
  await once(channel, 'open')
  return { receivedMs }
}

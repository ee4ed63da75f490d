import { createConnection, type NetConnectOpts, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createNodeEnvironment } from '../../client/node.ts'
import { subscribe } from '../../client/subscribe.ts'
import type { Delivery } from '../../client/transport.ts'
import { transports } from '../../client/transports.ts'
import type { Cursor, Gap, TransportName } from '../protocol.ts'

/** A subscription that a test reads delivery by delivery. */
export interface Reader {
  /** The cursor that it was given first. */
  opening(): Promise<Cursor>
  /** The data of the next `count` events; fails on a gap. */
  data(count: number): Promise<unknown[]>
  /** The next gap; fails on an event before it. */
  gap(): Promise<Gap>
  /** The next delivery of a kind, others passed over. */
  next<Type extends Delivery['type']>(type: Type): Promise<Extract<Delivery, { type: Type }>>
  /** Resolves to true when the iteration ended without an error. */
  ended(): Promise<boolean>
  /** Its sockets, oldest first. */
  readonly sockets: readonly Socket[]
  abort(): void
}

/** What a reader may be told. */
export interface ReaderOptions {
  readonly since?: Cursor | undefined
  readonly topic?: string
  readonly holdMs?: number
  /** Resume after a break, as `subscribe` does; otherwise a break is an error. */
  readonly resume?: boolean
}

/** Opens the project's own client of a transport on a real socket. */
export function openReader(transport: TransportName, url: URL, options: ReaderOptions = {}): Reader {
  const sockets: Socket[] = []
  const environment = createNodeEnvironment({
    keepAlive: true,
    heads: 'minimal',
    connect: (to: NetConnectOpts) => {
      const socket = createConnection(to)
      sockets.push(socket)
      return socket
    },
  })
  const controller = new AbortController()
  const given = {
    ...options,
    url,
    environment,
    signal: controller.signal,
    poll: { intervalMs: 10, pace: 'rate' as const },
  }
  const deliveries = options.resume
    ? subscribe({ ...given, transport, backoff: { firstMs: 5, maxMs: 20 } })
    : transports[transport](given)
  const iterator = deliveries[Symbol.asyncIterator]()
  onTestFinished(() => {
    controller.abort()
    environment.close()
  })

  async function take(): Promise<Delivery> {
    const { value, done } = await iterator.next()
    if (done) throw new Error(`${transport} ended`)
    return value
  }

  async function next<Type extends Delivery['type']>(type: Type) {
    for (;;) {
      const delivery = await take()
      if (delivery.type === type) return delivery as Extract<Delivery, { type: Type }>
    }
  }

  async function expectOneOf<Type extends Delivery['type']>(
    type: Type,
    besides: readonly Delivery['type'][],
  ) {
    for (;;) {
      const delivery = await take()
      if (delivery.type === type) return delivery as Extract<Delivery, { type: Type }>
      if (!besides.includes(delivery.type)) throw new Error(`a ${delivery.type} came where a ${type} was due`)
    }
  }

  return {
    sockets,
    next,
    opening: async () => (await expectOneOf('open', [])).cursor,
    gap: async () => (await expectOneOf('gap', ['open', 'alive'])).gap,
    async data(count) {
      const data: unknown[] = []
      while (data.length < count) data.push((await expectOneOf('event', ['open', 'alive'])).record.data)
      return data
    },
    async ended() {
      for (;;) if ((await iterator.next()).done) return true
    },
    abort: () => {
      controller.abort()
      environment.close()
    },
  }
}

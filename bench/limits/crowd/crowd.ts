import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { grouped } from '../../report/figures.ts'
import { within } from '../../within.ts'
import type { Client, ClientOptions } from './client.ts'
import type { EverySecond } from './every-second.ts'
import { followingClient } from './following-client.ts'
import { askAgain, askEverySecond } from './polls.ts'

/** Clients of one transport that only count and time what comes. */
export interface Crowd {
  readonly size: number
  /** Why connections ended that should not have, in the order in which they did. */
  readonly broken: readonly string[]
  /**
   * Opens clients, or closes the last ones, until there are so many; resolves when all stand at the head. Rejects when
   * one cannot be opened, or it takes too long; the others stay open.
   */
  resize(size: number): Promise<void>
}

/** How a crowd is made. */
export interface CrowdOptions {
  readonly transport: TransportName
  readonly port: number
  /** Client `i` follows topic `i`; else all follow everything. */
  readonly topics: boolean
  /** When pollers ask. */
  readonly everySecond: EverySecond
  /** A client received what was due then; `waitedMs` is from that time, or, for a poller, from when its poll was due. */
  readonly onRecord: (client: number, dueMs: number, waitedMs: number) => void
  /** How long opening all the clients of one `resize` may take. */
  readonly openWithinMs?: number
}

type Open = (options: ClientOptions, everySecond: EverySecond) => Client

const openers: Readonly<Record<TransportName, Open>> = {
  polling: askEverySecond,
  'long-polling': askAgain,
  streaming: options => followingClient('/streaming', options),
  sse: options => followingClient('/sse', options),
  websocket: options => followingClient('/websocket', options),
}

/** So many connections are opened at once. */
const openTogether = 250

const defaultOpenWithinMs = 60_000

/** Makes an empty crowd. */
export function createCrowd(options: CrowdOptions): Crowd {
  const { openWithinMs = defaultOpenWithinMs } = options
  const clients: Client[] = []
  const broken: string[] = []
  const open = openers[options.transport]

  function add(): Client {
    const index = clients.length
    const client = open(
      {
        port: options.port,
        topic: options.topics ? String(index) : undefined,
        onRecord: (dueMs, sinceMs = dueMs) => options.onRecord(index, dueMs, monotonicMs() - sinceMs),
        onBroken: reason => broken.push(reason),
      },
      options.everySecond,
    )
    clients.push(client)
    return client
  }

  let wanted = 0
  async function grow(): Promise<void> {
    while (clients.length < wanted) {
      const more = Math.min(openTogether, wanted - clients.length)
      await Promise.all(Array.from({ length: more }, () => add().ready))
    }
  }

  return {
    get size() {
      return clients.length
    },
    broken,
    async resize(size) {
      wanted = size
      for (const client of clients.splice(size)) client.close()
      try {
        await within(openWithinMs, grow(), () => `no answer in the ${openWithinMs / 1_000} s that there were`)
      } catch (error) {
        wanted = 0
        const message = `client ${grouped(clients.length)} of ${grouped(size)}: ${(error as Error).message}`
        throw new Error(message, { cause: error })
      }
    },
  }
}

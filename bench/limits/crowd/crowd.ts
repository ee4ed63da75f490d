import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import type { Client, ClientOptions } from './client.ts'
import type { EverySecond } from './every-second.ts'
import { followingClient } from './following-client.ts'
import { pollingClient } from './polling-client.ts'

/** Clients of one transport that only count and time what comes. */
export interface Crowd {
  readonly size: number
  /** Why connections ended that should not have, in the order in which they did. */
  readonly broken: readonly string[]
  /** Opens clients, or closes the last ones, until there are so many; resolves when all stand at the head. */
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
  /** A record came; `waitedMs` is from when it was due, or, for a poller, from when its poll was. */
  readonly onRecord: (waitedMs: number) => void
}

type Open = (options: ClientOptions, crowd: CrowdOptions) => Client

const openers: Readonly<Record<TransportName, Open>> = {
  polling: askEverySecond,
  'long-polling': askAgain,
  streaming: options => followingClient('/streaming', options),
  sse: options => followingClient('/sse', options),
  websocket: options => followingClient('/websocket', options),
}

/** So many connections are opened at once. */
const openTogether = 250

/** Makes an empty crowd. */
export function createCrowd(options: CrowdOptions): Crowd {
  const clients: Client[] = []
  const broken: string[] = []
  const open = openers[options.transport]

  function add(): Client {
    const index = clients.length
    const client = open(
      {
        port: options.port,
        topic: options.topics ? String(index) : undefined,
        onRecord: dueMs => options.onRecord(monotonicMs() - dueMs),
        onBroken: reason => broken.push(reason),
      },
      options,
    )
    clients.push(client)
    return client
  }

  return {
    get size() {
      return clients.length
    },
    broken,
    async resize(size) {
      for (const client of clients.splice(size)) client.close()
      while (clients.length < size) {
        const more = Math.min(openTogether, size - clients.length)
        await Promise.all(Array.from({ length: more }, () => add().ready))
      }
    },
  }
}

/** A long poller: it asks again as soon as it has its answer. */
function askAgain(options: ClientOptions): Client {
  const client = pollingClient('/long-polling', options)
  let closed = false
  const follow = async () => {
    await client.ready
    while (!closed) await client.ask()
  }
  void follow()
  return {
    // Its second request is out, which is held.
    ready: client.ready,
    close: () => {
      closed = true
      client.close()
    },
  }
}

/** A poller: it asks once a second, late only where the answer before is. */
function askEverySecond(options: ClientOptions, { everySecond }: CrowdOptions): Client {
  let askedForMs = 0
  let isWaiting = false
  let missedMs: number | undefined
  const client = pollingClient('/polling', {
    ...options,
    // What an event waits for the next poll is the client's choice; what the poll waits is the server's doing.
    onRecord: () => options.onRecord(askedForMs),
  })
  const ask = async (dueMs: number): Promise<void> => {
    if (isWaiting) {
      missedMs ??= dueMs
      return
    }
    isWaiting = true
    askedForMs = dueMs
    await client.ask()
    isWaiting = false
    const nextMs = missedMs
    missedMs = undefined
    if (nextMs !== undefined) await ask(nextMs)
  }
  let stop = () => {}
  const ready = client.ready.then(() => {
    stop = everySecond.add(dueMs => void ask(dueMs))
  })
  return {
    ready,
    close: () => {
      stop()
      client.close()
    },
  }
}

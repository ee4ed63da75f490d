import type { Cursor } from '../../server/protocol.ts'
import { at } from '../at.ts'
import { answerCalls } from '../calls.ts'
import { type FaultClient, type FaultClientOptions, startClient } from './client.ts'
import type { ClientNotes } from './notes.ts'

/** Some of the clients, by their places among those started. */
export interface Some {
  readonly clients: readonly number[]
}

/** Until when to wait for a cursor, on the host's monotonic clock. */
export interface Until extends Some {
  readonly cursor: Cursor
  readonly deadlineMs: number
}

/** The calls of the load's process. */
export interface FaultLoadCalls {
  /** Resolves when every client was told where it stands. */
  start(clients: readonly FaultClientOptions[]): Promise<void>
  /** When each of these clients stood at a cursor; infinity where it did not by the deadline. */
  reached(until: Until): Promise<Float64Array>
  stall(some: Some): void
  release(some: Some): void
  told(some: Some): readonly ClientNotes[]
  end(argument: undefined): Promise<void>
}

/** So many connects at once that none overruns the server's backlog. */
const startsAtOnce = 250

const clients: FaultClient[] = []
const chosen = (some: Some): readonly FaultClient[] => some.clients.map(place => clients[place]!)

const calls: FaultLoadCalls = {
  async start(asked) {
    for (let from = 0; from < asked.length; from += startsAtOnce) {
      const started = asked.slice(from, from + startsAtOnce).map(startClient)
      clients.push(...started)
      await Promise.all(started.map(({ opened }) => opened))
    }
  },
  async reached({ cursor, deadlineMs, ...some }) {
    const tooLate = at(deadlineMs).then(() => Number.POSITIVE_INFINITY)
    const times = chosen(some).map(client => Promise.race([client.reached(cursor), tooLate]))
    return Float64Array.from(await Promise.all(times))
  },
  stall(some) {
    for (const client of chosen(some)) client.stall()
  },
  release(some) {
    for (const client of chosen(some)) client.release()
  },
  told: some => chosen(some).map(client => client.told()),
  async end() {
    await Promise.all(clients.splice(0).map(client => client.end()))
  },
}

answerCalls(calls)

import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../server/sources/clock.ts'
import { at } from './at.ts'
import { answerCalls } from './calls.ts'
import { type Subscriber, type SubscriberOptions, startSubscriber } from './load/subscriber.ts'
import { measureIdle, startMeter, type Window } from './meter.ts'
import type { ProcessCost } from './report/types.ts'
import { type Books, subtractBooks, sumBooks } from './wire/books.ts'

/** Clients that are alike: those of one round trip. */
export interface LoadGroup {
  readonly clients: number
  readonly subscriber: SubscriberOptions
}

/** The load's share of a measured window; the bytes by group. */
export interface LoadWindow {
  readonly cost: ProcessCost
  readonly bytes: readonly Books[]
}

/** What one client did and received; all times on the host's monotonic clock. */
export interface Receipts {
  readonly sequences: Float64Array
  readonly receivedMs: Float64Array
  readonly sentMs: Float64Array
  readonly emptyMs: Float64Array
  readonly openedMs: number | undefined
}

/** A group's books after every connection was closed. */
export interface LoadClose {
  readonly bytes: Books
  /** One line for each socket whose books do not close. */
  readonly discrepancies: readonly string[]
  readonly connections: { readonly opened: number; readonly reopened: number }
  readonly reconnects: number
  readonly gaps: number
}

/** The calls of a trial's load process; every list is in the order of the groups. */
export interface LoadCalls {
  /** Measures what the process does without work; to be called before any other. */
  idle(argument: undefined): Promise<void>
  /** Resolves, with each group's bytes so far, when every client has its opening cursor. */
  connect(groups: readonly LoadGroup[]): Promise<readonly Books[]>
  /** Connects clients of lone messages, one for each group; they are in no figure of the load's. */
  connectLone(clients: readonly SubscriberOptions[]): Promise<void>
  /** Waits until a time and ends those clients; what they did and received, by group. */
  endLone(untilMs: number): Promise<readonly Receipts[]>
  measure(window: Window): Promise<LoadWindow>
  /** Waits until every client has an event, at most until a time. */
  drain(until: { sequence: number; deadlineMs: number }): Promise<readonly (readonly Receipts[])[]>
  close(argument: undefined): Promise<readonly LoadClose[]>
}

/** So many connects at once that none overruns the server's backlog. */
const connectsAtOnce = 250

let groups: readonly (readonly Subscriber[])[] = []
let lone: readonly Subscriber[] = []

const calls: LoadCalls = {
  idle: measureIdle,

  async connect(asked) {
    groups = await Promise.all(asked.map(connectGroup))
    return bytesNow()
  },

  async connectLone(clients) {
    lone = clients.map((client, index) => startSubscriber(index, client))
    await Promise.all(lone.map(({ opened }) => opened))
  },

  async endLone(untilMs) {
    await at(untilMs)
    const receipts = lone.map(receiptsOf)
    await Promise.all(lone.map(subscriber => subscriber.end()))
    return receipts
  },

  async measure({ fromMs, toMs }) {
    await at(fromMs)
    const stop = startMeter()
    const before = bytesNow()
    await at(toMs)
    return { bytes: bytesNow().map((books, group) => subtractBooks(books, before[group]!)), cost: stop() }
  },

  async drain({ sequence, deadlineMs }) {
    const enough = Promise.all(groups.flat().map(subscriber => subscriber.reached(sequence)))
    await Promise.race([enough, wait(Math.max(0, deadlineMs - monotonicMs()))])
    return groups.map(group => group.map(receiptsOf))
  },

  async close() {
    await Promise.all(groups.flat().map(subscriber => subscriber.end()))
    return groups.map(closeOf)
  },
}

async function connectGroup({ clients, subscriber }: LoadGroup): Promise<readonly Subscriber[]> {
  const connected: Subscriber[] = []
  while (connected.length < clients) {
    const room = Math.min(connectsAtOnce, clients - connected.length)
    const next = Array.from({ length: room }, (_, index) =>
      startSubscriber(connected.length + index, subscriber),
    )
    connected.push(...next)
    await Promise.all(next.map(({ opened }) => opened))
  }
  return connected
}

function receiptsOf(subscriber: Subscriber): Receipts {
  return {
    sequences: Float64Array.from(subscriber.sequences),
    receivedMs: Float64Array.from(subscriber.receivedMs),
    sentMs: Float64Array.from(subscriber.sentMs),
    emptyMs: Float64Array.from(subscriber.emptyMs),
    openedMs: subscriber.openedMs(),
  }
}

function closeOf(group: readonly Subscriber[]): LoadClose {
  const sum = (count: (subscriber: Subscriber) => number) =>
    group.reduce((total, subscriber) => total + count(subscriber), 0)
  const opened = sum(subscriber => subscriber.book.opened)
  return {
    bytes: sumBooks(group.map(({ book }) => book.books())),
    discrepancies: group.flatMap(({ book }, index) => book.verify().map(line => `client ${index}, ${line}`)),
    connections: { opened, reopened: opened - group.length },
    reconnects: sum(subscriber => subscriber.counts.reconnects),
    gaps: sum(subscriber => subscriber.counts.gaps),
  }
}

function bytesNow(): readonly Books[] {
  return groups.map(group => sumBooks(group.map(({ book }) => book.books())))
}

answerCalls(calls)

import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../server/sources/clock.ts'
import { at } from './at.ts'
import { answerCalls } from './calls.ts'
import { type Subscriber, type SubscriberOptions, startSubscriber } from './load/subscriber.ts'
import { startMeter, type Window } from './meter.ts'
import type { ProcessCost } from './report/types.ts'
import { type Books, subtractBooks, sumBooks } from './wire/books.ts'

/** What a trial's load is made from. */
export interface LoadSetup {
  readonly clients: number
  readonly subscriber: SubscriberOptions
}

/** The load's share of a measured window. */
export interface LoadWindow {
  readonly cost: ProcessCost
  readonly bytes: Books
  readonly requests: { readonly sent: number; readonly empty: number }
}

/** What one client received. */
export interface Receipts {
  readonly sequences: Float64Array
  readonly receivedMs: Float64Array
}

/** The load's books after every connection was closed. */
export interface LoadClose {
  readonly bytes: Books
  /** One line for each socket whose books do not close. */
  readonly discrepancies: readonly string[]
  readonly connections: { readonly opened: number; readonly reopened: number }
  readonly reconnects: number
  readonly gaps: number
}

/** The calls of a trial's load process. */
export interface LoadCalls {
  /** Resolves, with the bytes so far, when every client has its opening cursor. */
  connect(setup: LoadSetup): Promise<Books>
  measure(window: Window): Promise<LoadWindow>
  /** Waits until every client has an event, at most until a time. */
  drain(until: { sequence: number; deadlineMs: number }): Promise<readonly Receipts[]>
  close(argument: undefined): Promise<LoadClose>
}

/** So many connects at once that none overruns the server's backlog. */
const connectsAtOnce = 250

let subscribers: Subscriber[] = []

const calls: LoadCalls = {
  async connect({ clients, subscriber }) {
    while (subscribers.length < clients) {
      const room = Math.min(connectsAtOnce, clients - subscribers.length)
      const next = Array.from({ length: room }, (_, index) =>
        startSubscriber(subscribers.length + index, subscriber),
      )
      subscribers = [...subscribers, ...next]
      await Promise.all(next.map(({ opened }) => opened))
    }
    return bytesNow()
  },

  async measure({ fromMs, toMs }) {
    await at(fromMs)
    const stop = startMeter()
    const before = { bytes: bytesNow(), requests: requestsNow() }
    await at(toMs)
    const after = requestsNow()
    return {
      bytes: subtractBooks(bytesNow(), before.bytes),
      requests: { sent: after.sent - before.requests.sent, empty: after.empty - before.requests.empty },
      cost: stop(),
    }
  },

  async drain({ sequence, deadlineMs }) {
    const enough = Promise.all(subscribers.map(subscriber => subscriber.reached(sequence)))
    await Promise.race([enough, wait(Math.max(0, deadlineMs - monotonicMs()))])
    return subscribers.map(subscriber => ({
      sequences: Float64Array.from(subscriber.sequences),
      receivedMs: Float64Array.from(subscriber.receivedMs),
    }))
  },

  async close() {
    await Promise.all(subscribers.map(subscriber => subscriber.end()))
    const opened = sum(subscriber => subscriber.book.opened)
    return {
      bytes: bytesNow(),
      discrepancies: subscribers.flatMap(({ book }, index) =>
        book.verify().map(line => `client ${index}, ${line}`),
      ),
      connections: { opened, reopened: opened - subscribers.length },
      reconnects: sum(subscriber => subscriber.counts.reconnects),
      gaps: sum(subscriber => subscriber.counts.gaps),
    }
  },
}

function sum(count: (subscriber: Subscriber) => number): number {
  return subscribers.reduce((total, subscriber) => total + count(subscriber), 0)
}

function bytesNow(): Books {
  return sumBooks(subscribers.map(({ book }) => book.books()))
}

function requestsNow() {
  return { sent: sum(({ counts }) => counts.requests), empty: sum(({ counts }) => counts.empty) }
}

answerCalls(calls)

import { Worker } from 'node:worker_threads'
import { monotonicMs } from './clock.ts'

/** A clock that can be waited on; its times are those of `monotonicMs`. */
export interface Metronome {
  now(): number
  /**
   * Resolves at `timeMs` or just after, never before; a time that has passed resolves on a later turn.
   * Rejects with the signal's reason after an abort, and with an Error after `close` or if the thread failed.
   */
  at(timeMs: number): Promise<void>
  /** Ends the thread; resolves once it has exited. Safe to call twice, and after an abort. */
  close(): Promise<void>
}

interface Waiter {
  readonly timeMs: number
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

// A string, so that it runs the same from source, from a bundle and in tests. It sleeps in Atomics.wait, which is
// sharper than a timer and costs the main thread nothing; `round` counts how often the main thread has set `due`.
const sleeper = `
const { parentPort, workerData } = require('node:worker_threads')
const round = new Int32Array(workerData, 0, 1)
const due = new BigInt64Array(workerData, 8, 1)
Atomics.wait(round, 0, 0)
for (;;) {
  const seen = Atomics.load(round, 0)
  const leftMs = Number(Atomics.load(due, 0) - process.hrtime.bigint()) / 1e6
  if (leftMs > 0) Atomics.wait(round, 0, seen, leftMs)
  else {
    parentPort.postMessage(null)
    Atomics.wait(round, 0, seen)
  }
}`

/** Starts a thread that wakes the main thread at absolute times, until `signal` aborts or `close` is called. */
export function createMetronome(signal: AbortSignal): Metronome {
  const shared = new SharedArrayBuffer(16)
  const worker = new Worker(sleeper, { eval: true, workerData: shared, execArgv: [], name: 'metronome' })
  const waiting: Waiter[] = []
  let ended: { readonly reason: unknown } | undefined

  const onAbort = () => end(signal.reason)
  const exited = new Promise<void>(resolve => {
    worker.once('exit', () => {
      end(new Error('the metronome thread has exited'))
      resolve()
    })
  })
  worker.on('message', () => {
    release(waiting)
    setAlarm(shared, waiting)
  })
  worker.on('error', end)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()

  function end(reason: unknown): void {
    if (ended) return
    ended = { reason }
    signal.removeEventListener('abort', onAbort)
    for (const waiter of waiting.splice(0)) waiter.reject(reason)
    void worker.terminate()
  }

  return {
    now: monotonicMs,
    at(timeMs) {
      if (ended) return Promise.reject(ended.reason)
      return new Promise((resolve, reject) => {
        const place = waiting.findLastIndex(waiter => waiter.timeMs <= timeMs) + 1
        waiting.splice(place, 0, { timeMs, resolve, reject })
        if (place === 0) setAlarm(shared, waiting)
      })
    },
    close() {
      end(new Error('the metronome is closed'))
      return exited
    },
  }
}

/** Resolves every waiter whose time has come; `waiting` is in order of time. */
function release(waiting: Waiter[]): void {
  const nowMs = monotonicMs()
  const later = waiting.findIndex(waiter => waiter.timeMs > nowMs)
  for (const waiter of waiting.splice(0, later < 0 ? waiting.length : later)) waiter.resolve()
}

/** Tells the thread the earliest time that somebody waits for. */
function setAlarm(shared: SharedArrayBuffer, waiting: readonly Waiter[]): void {
  const first = waiting[0]
  if (!first) return
  const round = new Int32Array(shared, 0, 1)
  // Bounded, so that a time too far for 64 bits is not taken for one that has passed.
  const dueNs = BigInt(Math.ceil(Math.min(first.timeMs * 1e6, 2 ** 62)))
  Atomics.store(new BigInt64Array(shared, 8, 1), 0, dueNs)
  Atomics.add(round, 0, 1)
  Atomics.notify(round, 0)
}

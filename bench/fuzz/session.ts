import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Mount } from '../../server/options.ts'
import { transportNames } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { type Bystanders, openBystanders } from './bystanders.ts'
import { exchange, type Outcome } from './exchange.ts'
import { FuzzFault } from './fault.ts'
import { makeInput } from './inputs.ts'
import { logEvents } from './limits.ts'
import { differences, type ServerState } from './state.ts'
import { startTarget, type Target } from './target.ts'

/** A fuzzed server with a subscriber on each transport. */
export interface Session {
  /** What it held before the first input. */
  readonly before: ServerState
  /**
   * Sends inputs, several at a time, and resolves once the server is as it was before; `onOutcome` is told of each.
   * Rejects with a FuzzFault when it does not serve, ends, hangs, or keeps something.
   */
  run(numbers: readonly number[], onOutcome?: (outcome: Outcome) => void): Promise<ServerState>
  /** Subscribes anew on each transport and resolves when each has received an event. Rejects with a FuzzFault. */
  greet(): Promise<void>
  /** How many events the subscribers have received, all transports together. */
  received(): number
  end(): Promise<void>
}

/** How a session is begun. */
export interface SessionOptions {
  readonly seed: number
  readonly mount: Mount
  /** One of many, to find an input: what the server says is not repeated, and it is given less time to settle. */
  readonly trial: boolean
  readonly signal: AbortSignal
}

/** So many connections are open at a time. */
const concurrency = 128
/** Longer than any timeout of the server: by then it holds nothing any more. */
const settleMs = 10_000
/** Long enough for what ends by itself once its client has gone. */
const trialSettleMs = 4_000
const lookEveryMs = 100
const fillAtOnce = 2_000

/** Starts a server and its subscribers. Rejects with a FuzzFault when it does not serve them. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const target = await startTarget(options)
  const bystanders = await openBystanders(target.url, options.seed)
  const end = async () => {
    await bystanders.end()
    await target.end()
  }
  const begin = async () => {
    // The log is full before the first look at the heap, and each event encoded for those who read it.
    for (let filled = 0; filled < logEvents; filled += fillAtOnce) {
      await target.fill(fillAtOnce)
      await bystanders.check((await target.state()).head)
    }
    return await steadyState(target)
  }
  try {
    const before = await orCrash(target, begin())
    return {
      before,
      run: (numbers, onOutcome = () => {}) =>
        runOn({ ...options, target, bystanders, before, onOutcome }, numbers),
      greet: () => orCrash(target, greet(target, options.seed)),
      received: () => Object.values(bystanders.received()).reduce((sum, count) => sum + count, 0),
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** What a run of inputs works with. */
interface Running extends SessionOptions {
  readonly target: Target
  readonly bystanders: Bystanders
  readonly before: ServerState
  readonly onOutcome: (outcome: Outcome) => void
}

async function runOn(running: Running, numbers: readonly number[]): Promise<ServerState> {
  const { target, bystanders, before, trial, signal } = running
  const started: number[] = []
  const work = async () => {
    await sendAll(numbers, started, running)
    await bystanders.check((await target.state()).head)
    return await settle(target, before, trial ? trialSettleMs : settleMs, signal)
  }
  try {
    return await orCrash(target, work())
  } catch (error) {
    if (!(error instanceof FuzzFault) || error.suspects.length > 0) throw error
    throw new FuzzFault(error.message, started, { cause: error })
  }
}

/** Sends inputs, several at a time, and notes which were begun. The first fault ends them all. */
async function sendAll(numbers: readonly number[], started: number[], running: Running): Promise<void> {
  const { target, seed, onOutcome } = running
  const enough = new AbortController()
  const signal = AbortSignal.any([running.signal, enough.signal])
  setMaxListeners(0, signal)
  const left = numbers.values()
  async function sendOn(): Promise<void> {
    for (const number of left) {
      if (signal.aborted) return
      started.push(number)
      const outcome = await exchange(target.port, makeInput(seed, number), signal)
      if (outcome.fault && !signal.aborted) throw new FuzzFault(outcome.fault, [number])
      onOutcome(outcome)
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, sendOn))
  } finally {
    enough.abort()
  }
  running.signal.throwIfAborted()
}

async function greet(target: Target, seed: number): Promise<void> {
  const fresh = await openBystanders(target.url, seed)
  await fresh.check((await target.state()).head + 1).finally(fresh.end)
}

/** Lets a crash of the server win over what it breaks. */
async function orCrash<T>(target: Target, work: Promise<T>): Promise<T> {
  const crash = target.crashed.catch((cause: Error) => {
    throw new FuzzFault(`the server crashed: ${cause.message}`, [], { cause })
  })
  try {
    return await Promise.race([work, crash])
  } catch (error) {
    // What fails because the process is gone may be noticed before its end is.
    if (!(error instanceof FuzzFault)) await Promise.race([crash, delay(1_000)])
    throw error
  }
}

/** Looks until the server holds no more than before. */
async function settle(
  target: Target,
  before: ServerState,
  withinMs: number,
  signal: AbortSignal,
): Promise<ServerState> {
  const deadlineMs = monotonicMs() + withinMs
  for (;;) {
    const { subscribers } = await target.health()
    const state = await target.state()
    const most = transportNames.filter(name => subscribers[name] > 1)
    const found = [
      ...most.map(name => `${subscribers[name]} subscribers on ${name} where one is`),
      ...differences(before, state),
    ]
    if (found.length === 0) return state
    if (monotonicMs() > deadlineMs) throw new FuzzFault(`the server kept ${found.join(', ')}`, [])
    await delay(lookEveryMs, undefined, { signal })
  }
}

/** A state that is seen several times over: a poll may be between two requests at one look. */
async function steadyState(target: Target): Promise<ServerState> {
  let state = await target.state()
  let alike = 0
  for (let look = 0; look < 50; look += 1) {
    await delay(lookEveryMs)
    const next = await target.state()
    alike = differences(state, next).length === 0 ? alike + 1 : 0
    if (alike === 3) return next
    state = next
  }
  throw new FuzzFault('the server holds something else at each look before the first input', [])
}

import { setMaxListeners } from 'node:events'
import { createNodeEnvironment, type NodeEnvironment } from '../../../client/node.ts'
import { openPublisher, publish } from '../../../client/publish.ts'
import type { TransportName } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { createRandom, type Random } from '../../../server/sources/random.ts'
import { at } from '../../at.ts'
import { answerCalls } from '../../calls.ts'
import { lookAtProcess, type ProcessLook } from '../process-look.ts'
import { leaves, visit } from './visitor.ts'

/** Who comes. */
export interface Visitors {
  readonly url: string
  readonly transports: readonly TransportName[]
  readonly visitorsPerSecond: number
  readonly seed: number
}

/** What the visitors of a process did, since it began. */
export interface VisitorTally {
  readonly came: number
  readonly left: number
  readonly events: number
  readonly gaps: number
  readonly retries: number
  readonly published: number
  /** What failed, the first of them in words. */
  readonly failed: number
  readonly failures: readonly string[]
}

/** What the load's process holds. */
export interface LoadLook extends ProcessLook {
  readonly warnings: readonly string[]
  readonly tally: VisitorTally
}

/** The calls of the process that visits; it needs `--expose-gc`. */
export interface SoakLoadCalls {
  /** One visitor for each transport and way to leave, one after the other: it compiles the code. */
  greet(visitors: Visitors): Promise<void>
  /** Sends visitors from now on. */
  begin(visitors: Visitors): void
  look(argument: undefined): Promise<LoadLook>
  /** Sends no more, and ends who is there; resolves when all are gone. */
  end(argument: undefined): Promise<void>
}

const lifeMs = { least: 500, most: 5_000 }
const greetingMs = 50
const publishEveryMs = 500
const publishedTogether = 3
const mostFailures = 10

const tally = { came: 0, left: 0, events: 0, gaps: 0, retries: 0, published: 0, failed: 0 }
const failures: string[] = []
const warnings: string[] = []
const present = new Set<Promise<void>>()
const leaving = new AbortController()
// Every visitor listens to it.
setMaxListeners(0, leaving.signal)

function fail(reason: string): void {
  tally.failed += 1
  if (failures.length < mostFailures) failures.push(reason)
}

async function visitOnce(options: Omit<Parameters<typeof visit>[0], 'signal'>): Promise<void> {
  tally.came += 1
  const { events, gaps, retries, failure } = await visit({ ...options, signal: leaving.signal })
  tally.left += 1
  tally.events += events
  tally.gaps += gaps
  tally.retries += retries
  if (failure !== null) fail(failure)
}

/** Keeps a piece of work until it is over. */
function note(work: Promise<void>): void {
  present.add(work)
  work.finally(() => present.delete(work)).catch(() => {})
}

async function sendVisitors({ url, transports, visitorsPerSecond, seed }: Visitors): Promise<void> {
  const random = createRandom(seed)
  const choose = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  for (let dueMs = monotonicMs(); !leaving.signal.aborted; dueMs += 1_000 / visitorsPerSecond) {
    await at(dueMs)
    const options = { transport: choose(transports), leave: choose(leaves), url: new URL(url), random }
    note(visitOnce({ ...options, lifeMs: lifeMs.least + random() * (lifeMs.most - lifeMs.least) }))
  }
}

/** Publishes by POST and on a WebSocket in turn, each from connections of its own. */
async function sendPublishers({ url, seed }: Visitors): Promise<void> {
  const random = createRandom(seed + 1)
  const ways = [publishByPost, publishOnWebSocket]
  for (let turn = 0, dueMs = monotonicMs(); !leaving.signal.aborted; turn += 1, dueMs += publishEveryMs) {
    await at(dueMs)
    note(withEnvironment(random, environment => ways[turn % ways.length]!(environment, new URL(url))))
  }
}

async function withEnvironment(
  random: Random,
  use: (environment: NodeEnvironment) => Promise<void>,
): Promise<void> {
  const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal', random, now: monotonicMs })
  try {
    await use(environment)
  } catch (error) {
    if (!leaving.signal.aborted) fail(`publishing: ${(error as Error).message}`)
  } finally {
    environment.close()
  }
}

async function publishByPost(environment: NodeEnvironment, url: URL): Promise<void> {
  await publish(environment, url, 'by POST', { signal: leaving.signal })
  tally.published += 1
}

async function publishOnWebSocket(environment: NodeEnvironment, url: URL): Promise<void> {
  const publisher = await openPublisher(environment, url, { signal: leaving.signal })
  for (let event = 0; event < publishedTogether; event += 1) {
    await publisher.publish('on a WebSocket')
    tally.published += 1
  }
  publisher.close()
}

const calls: SoakLoadCalls = {
  async greet({ url, transports, seed }) {
    void new Error('none').stack
    const random = createRandom(seed)
    for (const transport of transports)
      for (const leave of leaves)
        await visitOnce({ transport, leave, random, url: new URL(url), lifeMs: greetingMs })
    for (const way of [publishByPost, publishOnWebSocket])
      await withEnvironment(random, environment => way(environment, new URL(url)))
  },
  begin(visitors) {
    note(sendVisitors(visitors))
    note(sendPublishers(visitors))
  },
  async look() {
    return { ...(await lookAtProcess()), warnings, tally: { ...tally, failures } }
  },
  async end() {
    leaving.abort()
    // Who was sent in the last turn is among them only at the end of it.
    while (present.size > 0) await Promise.allSettled([...present])
  },
}

process.on('warning', warning => warnings.push(String(warning)))
answerCalls(calls)

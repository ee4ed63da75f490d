import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Health } from '../../../server/protocol.ts'
import { monotonicMs } from '../../../server/sources/clock.ts'
import { derive } from '../../../server/sources/random.ts'
import { type Process, startProcess } from '../../processes.ts'
import type { PartContext } from '../part.ts'
import { leftovers } from './leftovers.ts'
import type { SoakLoadCalls, Visitors } from './load-process.ts'
import type { SoakServerCalls } from './server-process.ts'
import type { SoakLook } from './soak-look.ts'

/** How long, how many and how often. */
export interface SoakSizes {
  readonly seconds: number
  readonly visitorsPerSecond: number
  readonly eventsPerSecond: number
  readonly lookEveryMs: number
}

/** A soak: a look before, looks while clients come and go, a look after the last has left. */
export interface SoakLooks {
  readonly before: SoakLook
  readonly during: readonly SoakLook[]
  /** Null while it goes on. */
  readonly after: SoakLook | null
}

/** For the last connection to be closed, by either side's time limits. */
const settleMs = 10_000
const settleEveryMs = 500

interface Soaked {
  readonly server: Process<SoakServerCalls>
  readonly load: Process<SoakLoadCalls>
  readonly port: number
}

/** Lets clients come and go, and looks; `keep` is told of every look. */
export async function soakAndLook(
  sizes: SoakSizes,
  { seed, transports, signal, say }: PartContext,
  keep: (looks: SoakLooks) => Promise<void>,
): Promise<SoakLooks> {
  signal.throwIfAborted()
  const flags = ['--expose-gc']
  const server = startProcess<SoakServerCalls>('limits-soak-server', signal, { flags })
  const load = startProcess<SoakLoadCalls>('limits-soak-load', signal, { flags })
  try {
    const { port } = await server.call('open', { eventsPerSecond: sizes.eventsPerSecond })
    const soaked = { server, load, port }
    const visitors: Visitors = {
      url: `http://127.0.0.1:${port}/`,
      transports,
      visitorsPerSecond: sizes.visitorsPerSecond,
      seed: derive(seed, 'visitors'),
    }
    await load.call('greet', visitors)
    const before = await settledLook(soaked, signal)
    await load.call('begin', visitors)
    const during = await looksWhile(soaked, sizes, { signal, say }, some =>
      keep({ before, during: some, after: null }),
    )
    await load.call('end', undefined)
    const after = await settledLook(soaked, signal, before)
    return { before, during, after }
  } finally {
    await Promise.all([server.end(), load.end()])
  }
}

async function looksWhile(
  soaked: Soaked,
  { seconds, lookEveryMs }: SoakSizes,
  { signal, say }: Pick<PartContext, 'signal' | 'say'>,
  keep: (looks: readonly SoakLook[]) => Promise<void>,
): Promise<readonly SoakLook[]> {
  const startMs = monotonicMs()
  const looks: SoakLook[] = []
  for (let dueMs = lookEveryMs; dueMs <= seconds * 1_000; dueMs += lookEveryMs) {
    await wait(Math.max(0, startMs + dueMs - monotonicMs()), undefined, { signal })
    looks.push(await lookAt(soaked, monotonicMs() - startMs))
    const { came, left } = looks.at(-1)!.load.tally
    say(`soak · ${Math.round(dueMs / 1_000)} of ${seconds} s · ${came} came, ${left} left`)
    await keep(looks)
  }
  return looks
}

/** Looks until there is no more than there was, without one until two looks agree; or for so long that it never will. */
async function settledLook(soaked: Soaked, signal: AbortSignal, before?: SoakLook): Promise<SoakLook> {
  const deadlineMs = monotonicMs() + settleMs
  let last = await lookAt(soaked, 0)
  for (;;) {
    await wait(settleEveryMs, undefined, { signal })
    const look = await lookAt(soaked, 0)
    const isSettled = look.server.connections === 0 && leftovers(before ?? last, look).length === 0
    if (isSettled || monotonicMs() > deadlineMs) return look
    last = look
  }
}

async function lookAt({ server, load, port }: Soaked, atMs: number): Promise<SoakLook> {
  // One after the other: each collects all its garbage.
  const subscribers = await subscribersOf(port)
  return {
    atMs,
    server: await server.call('look', undefined),
    load: await load.call('look', undefined),
    subscribers,
  }
}

/** Asks on a connection that ends with the answer, so that none is left to be counted. */
function subscribersOf(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path: '/health', agent: false }, async answer => {
      try {
        const health = JSON.parse(Buffer.concat(await answer.toArray()).toString()) as Health
        resolve(Object.values(health.subscribers).reduce((sum, count) => sum + count, 0))
      } catch (error) {
        reject(error)
      }
    })
    asked.once('error', reject)
  })
}

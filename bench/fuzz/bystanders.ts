import { type TransportName, transportNames } from '../../server/protocol.ts'
import { type Subscriber, startSubscriber } from '../load/subscriber.ts'
import { FuzzFault } from './fault.ts'

/** A subscriber on each transport that is not to notice anything. */
export interface Bystanders {
  /** Resolves when each has every event up to this one. Rejects with a FuzzFault when one was disturbed. */
  check(sequence: number): Promise<void>
  /** How many events each has received. */
  received(): Readonly<Record<TransportName, number>>
  /** Ends them, whatever became of their server. */
  end(): Promise<void>
}

/** How long an event may be under way, in milliseconds. */
const deliveryMs = 8_000

/** Subscribes on every transport; resolves when all have begun. */
export async function openBystanders(url: string, seed: number): Promise<Bystanders> {
  const subscribers = transportNames.map(
    transport => [transport, startSubscriber(0, { ...usual, transport, url, seed })] as const,
  )
  const end = async () => {
    await Promise.allSettled(subscribers.map(([, subscriber]) => subscriber.end()))
  }
  try {
    await inTime(Promise.all(subscribers.map(([, { opened }]) => opened)), 'no subscriber can begin')
  } catch (error) {
    await end()
    throw error
  }
  return {
    async check(sequence) {
      for (const [transport, subscriber] of subscribers) {
        await inTime(subscriber.reached(sequence), `${transport} did not deliver event ${sequence}`)
        const found = disturbance(subscriber)
        if (found) throw new FuzzFault(`the ${transport} subscriber ${found}`, [])
      }
    },
    received: () =>
      Object.fromEntries(
        subscribers.map(([transport, { sequences }]) => [transport, sequences.length]),
      ) as Record<TransportName, number>,
    end,
  }
}

const usual = {
  heads: 'minimal',
  keepAlive: true,
  holdMs: 1_000,
  take: 'all',
  reconnectAtOnce: false,
  poll: { intervalMs: 50, pace: 'rate' },
} as const

/** What a subscriber noticed, in words. */
function disturbance({ sequences, counts }: Subscriber): string | undefined {
  if (counts.reconnects > 0) return `had to reconnect ${counts.reconnects} times`
  if (counts.gaps > 0) return `was told of ${counts.gaps} gaps`
  const wrong = sequences.findIndex((sequence, index) => index > 0 && sequence !== sequences[index - 1]! + 1)
  return wrong === -1 ? undefined : `got event ${sequences[wrong]} behind ${sequences[wrong - 1]}`
}

async function inTime<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FuzzFault(otherwise, [])), deliveryMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

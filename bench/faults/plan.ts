import type { TransportName } from '../../server/protocol.ts'
import { createRandom, derive, type Random } from '../../server/sources/random.ts'
import { breakPlaces, breaks, type Fate } from '../link/settings.ts'

/** What a run of cuts is asked for. */
export interface CutsAsked {
  readonly seed: number
  readonly transports: readonly TransportName[]
  /** Of each transport, at least. */
  readonly cuts: number
  /** Of each transport. */
  readonly clients: number
}

/** A reader that takes nothing for a while. */
export interface Nap {
  readonly afterDeliveries: number
  readonly ms: number
}

/** One client, and what befalls it. */
export interface ClientPlan {
  readonly transport: TransportName
  /** Its transport and its number among those of it, from 0. */
  readonly name: string
  /** Of its connections, in turn. */
  readonly fates: readonly Fate[]
  readonly nap: Nap | undefined
}

/** What follows from the seed alone. */
export interface Plan {
  readonly clients: readonly ClientPlan[]
  /** After which shares of the asked cuts the server is killed and started anew, in rising order. */
  readonly restarts: readonly number[]
}

/** Where the connections of a transport can break; an answer to a poll has no header of its own. */
const placesOf: Readonly<Record<TransportName, readonly Fate['where'][]>> = {
  polling: breakPlaces.filter(place => place !== 'header'),
  'long-polling': breakPlaces.filter(place => place !== 'header'),
  streaming: breakPlaces,
  sse: breakPlaces,
  websocket: breakPlaces,
}

const isPoll: Readonly<Record<TransportName, boolean>> = {
  polling: true,
  'long-polling': true,
  streaming: false,
  sse: false,
  websocket: false,
}

/**
 * Draws the unit of a break. Of an open transport the first is its head, the second its opening cursor; every other
 * connection lives for about as many events as were appended while its client was away, so that it comes to the head.
 */
function drawUnit(random: Random, transport: TransportName, where: Fate['where']): number {
  const isLong = random() < 0.5
  const place = random()
  if (isPoll[transport]) return 1 + Math.floor(place * 4)
  if (where === 'request' || where === 'head') return 1
  const least = where === 'before' || where === 'after' ? 1 : 2
  return least + Math.floor(place * (isLong ? 50 : 4))
}

/** A cut for every kind and place, shuffled, and again, so that all are equally many. */
function planFates(random: Random, transport: TransportName, count: number): readonly Fate[] {
  const pairs = breaks.flatMap(how => placesOf[transport].map(where => ({ how, where })))
  const fates: Fate[] = []
  while (fates.length < count) {
    for (const { how, where } of shuffled(random, pairs)) {
      fates.push({ how, where, unit: drawUnit(random, transport, where), share: random() })
    }
  }
  return fates.slice(0, count)
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!)
}

/** More than its share, as some clients are quicker than others. */
const spareFates = 20
const clientsPerNap = 5
const cutsPerRestart = 200

/** Plans a run of cuts: which connection of which client breaks how and where, who sleeps, when the server dies. */
export function planCuts({ seed, transports, cuts, clients }: CutsAsked): Plan {
  const fates = 2 * Math.ceil(cuts / clients) + spareFates
  const planClient = (transport: TransportName, index: number): ClientPlan => {
    const name = `${transport} ${index}`
    const random = createRandom(derive(seed, `client ${name}`))
    const nap = { afterDeliveries: 10 + Math.floor(random() * 60), ms: 3_500 + Math.floor(random() * 1_500) }
    return {
      transport,
      name,
      fates: planFates(random, transport, fates),
      nap: index % clientsPerNap === 0 ? nap : undefined,
    }
  }
  const restarts = Math.max(1, Math.round(cuts / cutsPerRestart))
  const random = createRandom(derive(seed, 'restarts'))
  return {
    clients: transports.flatMap(transport =>
      Array.from({ length: clients }, (_, index) => planClient(transport, index)),
    ),
    restarts: Array.from({ length: restarts }, (_, index) => (index + random()) / restarts),
  }
}

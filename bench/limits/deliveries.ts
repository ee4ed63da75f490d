import { createRandom, derive } from '../../server/sources/random.ts'
import { grouped } from '../report/figures.ts'
import type { Estimate, Yardstick } from '../report/types.ts'
import { medianInterval } from '../statistics/interval.ts'
import { pairedRatio } from '../statistics/paired.ts'
import { followingTransports, measureDeliveries, playTo } from '../yardsticks/deliveries.ts'
import type { FollowingTransport } from '../yardsticks/load/discarders.ts'
import { shuffled } from '../yardsticks/shuffled.ts'
import { type Sizes, sizesOf } from '../yardsticks/sizes.ts'
import { onStage, type RunningSubject, type Stage } from '../yardsticks/stage.ts'
import { above } from './above.ts'
import { deliveriesMarkdown } from './deliveries-report.ts'
import type { Part, PartContext } from './part.ts'
import { scaled } from './scaled.ts'

/** Ours beside the least that does the same, at one number of subscribers. */
interface FanOut {
  readonly transport: FollowingTransport
  readonly subscribers: number
  readonly cpuMicrosPerDelivery: Pick<Yardstick, 'ours' | 'other' | 'ratio' | 'pairs'>
}

/** Ours at several numbers of subscribers, a window of each in turn. */
interface Growth {
  readonly transport: FollowingTransport
  readonly sizes: readonly { readonly subscribers: number; readonly cpuMicrosPerDelivery: Estimate }[]
  /** The most subscribers over the fewest, of the same round. */
  readonly ratio: Estimate
}

/** What a delivery costs the server, in microseconds of CPU time. */
export interface DeliveriesFigures {
  readonly fanOuts: readonly FanOut[]
  readonly growth: readonly Growth[]
}

const fanOutSubscribers = [1_000, 5_000]
const growthSubscribers = [1_000, 5_000, 10_000]

/** What ours may cost, as a multiple of the least that does the same. */
const mostRatio: Readonly<Record<FollowingTransport, number>> = {
  'long-polling': 1.15,
  streaming: 1.1,
  sse: 1.1,
  websocket: 1.1,
}
const mostGrowth = 0.15

/** Of one window: enough that a clock which ticks in milliseconds says three digits. */
const deliveriesPerWindow = 40_000

/** From one event to the next; a server and a load on two cores are done with it by then. */
const microsPerSubscriber: Readonly<Record<FollowingTransport, number>> = {
  'long-polling': 200,
  streaming: 40,
  sse: 40,
  websocket: 40,
}

/** CPU time of a delivery: ours beside the least that does it, and as the number of subscribers grows. */
export const deliveries: Part<DeliveriesFigures> = {
  purpose: 'CPU of a delivery beside the least that does it, at 1,000 to 10,000 subscribers',

  async find(context, keep) {
    const transports = followingTransports.filter(name => context.transports.includes(name))
    let figures: DeliveriesFigures = { fanOuts: [], growth: [] }
    const add = async (more: Partial<DeliveriesFigures>) => {
      figures = { ...figures, ...more }
      await keep(figures)
    }
    for (const transport of transports) {
      for (const subscribers of fanOutSubscribers.map(count => atScale(count, context))) {
        context.say(`deliveries · ${transport} · ${grouped(subscribers)} subscribers`)
        const fanOut = await staged(context, transport, subscribers, stage =>
          fanOutOf(transport, subscribers, stage),
        )
        await add({ fanOuts: [...figures.fanOuts, fanOut] })
      }
      context.say(`deliveries · ${transport} · as subscribers grow`)
      const counts = growthSubscribers.map(count => atScale(count, context))
      const growth = await staged(context, transport, Math.max(...counts), stage =>
        growthOf(transport, counts, stage, context),
      )
      await add({ growth: [...figures.growth, growth] })
    }
    return figures
  },

  shortfalls: ({ fanOuts, growth }) => [
    ...fanOuts.flatMap(({ transport, subscribers, cpuMicrosPerDelivery: { ratio } }) =>
      above(`${transport} to ${grouped(subscribers)} subscribers`, ratio, mostRatio[transport]),
    ),
    ...growth.flatMap(({ transport, ratio }) =>
      above(`${transport}, 10,000 subscribers over 1,000`, ratio, 1 + mostGrowth),
    ),
  ],

  markdown: deliveriesMarkdown,
}

function atScale(count: number, { scale }: PartContext): number {
  return scaled(count, scale, 5)
}

function staged<T>(
  { seed, scale, signal }: PartContext,
  transport: FollowingTransport,
  subscribers: number,
  part: (stage: Stage) => Promise<T>,
): Promise<T> {
  const random = createRandom(derive(seed, `${transport} ${subscribers}`))
  return onStage({ sizes: sizesFor(transport, subscribers, sizesOf(scale), scale), random, signal }, part)
}

/** Windows of as many deliveries and as many milliseconds, however many subscribers: what idling costs is the same in each. */
function sizesFor(transport: FollowingTransport, subscribers: number, sizes: Sizes, scale: number): Sizes {
  return {
    ...sizes,
    subscribers,
    eventsPerWindow: Math.max(4, Math.round((deliveriesPerWindow * scale) / subscribers)),
    eventIntervalMs: (subscribers * microsPerSubscriber[transport]) / 1_000,
  }
}

async function fanOutOf(transport: FollowingTransport, subscribers: number, stage: Stage): Promise<FanOut> {
  const { ours, other, ratio, pairs } = await measureDeliveries(transport, stage)
  return { transport, subscribers, cpuMicrosPerDelivery: { ours, other, ratio, pairs } }
}

/** Our server in a process of its own for each number of subscribers, all open at once, a window of each in a round. */
async function growthOf(
  transport: FollowingTransport,
  counts: readonly number[],
  stage: Stage,
  { scale }: PartContext,
): Promise<Growth> {
  const { random, load, sizes } = stage
  const feeds: { readonly subject: RunningSubject; readonly own: Stage }[] = []
  for (const subscribers of counts) {
    const { feed } = await stage.open('feed')
    await load.call('startDiscarders', { transport, port: feed.port, subscribers })
    feeds.push({ subject: feed, own: { ...stage, sizes: sizesFor(transport, subscribers, sizes, scale) } })
  }
  const play = ({ subject, own }: (typeof feeds)[number]) => playTo(subject, own, own.sizes.eventsPerWindow)
  // Unrecorded: it compiles the code.
  for (const feed of feeds) await play(feed)
  const costs = feeds.map((): number[] => [])
  for (let round = 0; round < sizes.rounds; round += 1) {
    for (const feed of shuffled(feeds, random)) costs[feeds.indexOf(feed)]!.push(await play(feed))
  }
  const [fewest, most] = [costs[0]!, costs.at(-1)!]
  return {
    transport,
    sizes: counts.map((subscribers, index) => ({
      subscribers,
      cpuMicrosPerDelivery: medianInterval(costs[index]!),
    })),
    ratio: pairedRatio(most.map((cost, round) => [cost, fewest[round]!] as const)),
  }
}

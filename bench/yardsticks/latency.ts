import type { Yardstick } from '../report/types.ts'
import { quantile } from '../statistics/quantile.ts'
import type { PairReceipts } from './load/receivers.ts'
import { shuffled } from './shuffled.ts'
import { messageIntervalMs } from './sizes.ts'
import type { Stage } from './stage.ts'
import { yardstickOf } from './yardstick.ts'

/** Our server and client, or `ws` alone at both ends. */
type Side = keyof PairReceipts

const subjectOf = { ours: 'feed', bare: 'bare-ws' } as const

/**
 * Times an event from just before it is appended, or its message sent, to its decoded receipt: our WebSocket transport
 * and client beside a bare `ws` pair, in the same two processes, one or the other every 5 ms. A pair is a block's p50s.
 */
export async function measureLatency(stage: Stage): Promise<Yardstick> {
  const subjects = await stage.open('feed', 'bare-ws')
  await stage.load.call('followPair', { ours: subjects.feed.port, bare: subjects['bare-ws'].port })
  const { rounds, messagesPerBlock } = stage.sizes
  // The warm-up is as long as a block.
  const order = orderOf(((rounds + 1) * messagesPerBlock) / 2, stage)
  const names = order.map(side => subjectOf[side])
  const { sentMs } = await subjects.feed.server.call('play', { names, intervalMs: messageIntervalMs })
  const micros = latenciesOf(order, sentMs, await receiptsOf(stage, order.length))
  const perBlock = messagesPerBlock / 2
  const p50s = (side: Side) =>
    Array.from({ length: rounds }, (_, block) => {
      const from = (block + 1) * perBlock
      return quantile(micros[side].slice(from, from + perBlock).toSorted(), 0.5)!
    })
  const bare = p50s('bare')
  return yardstickOf(
    { name: 'websocket', quantity: 'latencyMicros', against: 'ws alone' },
    p50s('ours').map((ours, block) => [ours, bare[block]!] as const),
  )
}

/** Both sides in every two messages, in a random order. */
function orderOf(pairs: number, { random }: Stage): Side[] {
  return Array.from({ length: pairs }, () => shuffled<Side>(['ours', 'bare'], random)).flat()
}

async function receiptsOf({ load }: Stage, expected: number): Promise<PairReceipts> {
  const receipts = await load.call('receiptsOf', expected)
  const received = receipts.ours.length + receipts.bare.length
  if (received !== expected) throw new Error(`${received} of ${expected} messages came`)
  return receipts
}

/** Each side's latencies in microseconds, in the order of its messages. */
function latenciesOf(
  order: readonly Side[],
  sentMs: Float64Array,
  receipts: PairReceipts,
): Record<Side, number[]> {
  const micros: Record<Side, number[]> = { ours: [], bare: [] }
  for (const [index, side] of order.entries()) {
    const receivedMs = receipts[side][micros[side].length]!
    micros[side].push((receivedMs - sentMs[index]!) * 1_000)
  }
  return micros
}

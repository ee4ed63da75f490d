import type { TransportName } from '../../server/protocol.ts'
import type { TrialPlan } from '../report/types.ts'
import { type RandomInt, seededInts } from './random.ts'

/** One trial's place in a scenario's plan. */
export type Slot = Pick<TrialPlan, 'transport' | 'block' | 'position' | 'control'>

/** What a plan of blocks is made from; `control` asks for one transport of each block to run twice. */
export interface BlockOptions {
  readonly transports: readonly TransportName[]
  readonly blocks: number
  readonly seed: number
  readonly control: boolean
}

/**
 * The slots of all blocks in the order to run them: every transport once a block, in a random order that the seed
 * fixes. With `control` one transport, the next in turn each block, runs twice, and a coin says which of its two runs
 * is the control, so that neither is always the earlier.
 */
export function planBlocks({ transports, blocks, seed, control }: BlockOptions): Slot[] {
  const randomInt = seededInts(seed)
  const start = transports.length === 0 ? 0 : randomInt(transports.length)
  return Array.from({ length: blocks }, (_, index) => {
    const doubled = control ? transports[(start + index) % transports.length] : undefined
    return planBlock(index + 1, transports, doubled, randomInt)
  }).flat()
}

function planBlock(
  block: number,
  transports: readonly TransportName[],
  doubled: TransportName | undefined,
  randomInt: RandomInt,
): Slot[] {
  const order = shuffled(doubled === undefined ? transports : [...transports, doubled], randomInt)
  const controlIndex = doubled === undefined ? -1 : eitherIndex(order, doubled, randomInt)
  return order.map((transport, index) => ({
    transport,
    block,
    position: index + 1,
    control: index === controlIndex,
  }))
}

function eitherIndex(order: readonly TransportName[], doubled: TransportName, randomInt: RandomInt): number {
  return randomInt(2) === 0 ? order.indexOf(doubled) : order.lastIndexOf(doubled)
}

/** Fisher and Yates, from the end. */
function shuffled<T>(items: readonly T[], randomInt: RandomInt): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = randomInt(last + 1)
    const moved = result[last]!
    result[last] = result[chosen]!
    result[chosen] = moved
  }
  return result
}

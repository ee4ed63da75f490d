import { createRandom } from '../../server/sources/random.ts'

/** Random choices that a seed fixes. */
export interface Dice {
  /** A whole number from 0 to `bound - 1`, each as likely. */
  below(bound: number): number
  /** One of a list, which may not be empty. */
  pick<T>(choices: readonly T[]): T
  /** True in this share of throws, from 0 to 1. */
  chance(share: number): boolean
  bytes(count: number): Buffer
}

/** The dice of a seed. */
export function createDice(seed: number): Dice {
  const random = createRandom(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  return {
    below,
    pick: choices => choices[below(choices.length)]!,
    chance: share => random() < share,
    bytes: count => Buffer.from(Array.from({ length: count }, () => below(256))),
  }
}

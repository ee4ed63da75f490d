import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { mersenne } from 'pure-rand/generator/mersenne'

/** Whole numbers from 0 to `bound - 1`, each as likely. */
export type RandomInt = (bound: number) => number

/**
 * Random whole numbers that a seed fixes; only the seed's low 32 bits count.
 * Mersenne Twister, since neighbouring seeds of the smaller generators begin alike.
 */
export function seededInts(seed: number): RandomInt {
  const generator = mersenne(seed)
  return bound => uniformInt(generator, 0, bound - 1)
}

import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** Gives the next number of a stream, uniform in [0, 1). */
export type Random = () => number

/** A stream of uniform doubles in [0, 1), the same for the same seed (any number; xoroshiro128+). */
export function createRandom(seed: number): Random {
  // pure-rand starts with outputs that show the seed, so that neighbouring seeds would begin alike.
  const hash = digest(seed, '')
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map(byte => hash.readInt32BE(byte)))
  return () => uniformFloat64(generator)
}

/** A seed (an integer below 2^48) for one use of another seed: streams of different labels are independent. */
export function derive(seed: number, label: string): number {
  return digest(seed, label).readUIntBE(16, 6)
}

function digest(seed: number, label: string): Buffer {
  return createHash('sha256').update(`${seed}/${label}`).digest()
}

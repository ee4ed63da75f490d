import { derive } from '../../server/sources/random.ts'
import { type CorpusName, corpus, corpusNames, type Parts } from './corpus.ts'
import { createDice, type Dice } from './dice.ts'
import { type MutationName, mutate, mutationNames } from './mutate.ts'

/**
 * What a client does behind its last byte: ends its side, waits for an answer and ends it then, resets the connection,
 * stays until the server ends it, or never reads.
 */
export const manners = ['end', 'wait', 'reset', 'stay', 'unread'] as const

/** One of them. */
export type Manner = (typeof manners)[number]

/** What one connection of the fuzzer sends and how. */
export interface Input {
  readonly number: number
  readonly from: CorpusName
  readonly mutations: readonly MutationName[]
  /** The bytes, as they are written one after the other. */
  readonly writes: readonly Buffer[]
  readonly manner: Manner
}

/** How many mutations an input has; the few without show that what is valid passes. */
const mutationCounts = [0, 1, 1, 1, 1, 2, 2, 3, 6]
/** To stay takes seconds, so few do. */
const mannerOdds: readonly Manner[] = [
  ...Array<Manner>(8).fill('wait'),
  ...Array<Manner>(7).fill('end'),
  ...Array<Manner>(3).fill('reset'),
  'stay',
  'unread',
]
const mostWrites = 4

/** Input number `number` of a seed: the same bytes each time. */
export function makeInput(seed: number, number: number): Input {
  const dice = createDice(derive(seed, `input ${number}`))
  const from = dice.pick(corpusNames)
  const mutations = Array.from({ length: dice.pick(mutationCounts) }, () => dice.pick(mutationNames))
  const parts = mutations.reduce<Parts>((before, name) => mutate(before, name, dice), corpus[from](dice))
  return { number, from, mutations, writes: cut(Buffer.concat(parts), dice), manner: dice.pick(mannerOdds) }
}

/** Cuts bytes into a few writes, so that a parser sees them in pieces. */
function cut(bytes: Buffer, dice: Dice): Buffer[] {
  const places = Array.from({ length: dice.below(mostWrites) }, () => dice.below(bytes.length + 1))
  const ends = [...places.sort((a, b) => a - b), bytes.length]
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter(({ length }) => length > 0)
}

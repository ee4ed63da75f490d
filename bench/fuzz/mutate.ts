import { byteMutations } from './byte-mutations.ts'
import type { Parts } from './corpus.ts'
import type { Dice } from './dice.ts'
import { partMutations } from './part-mutations.ts'

/** What can be done to an input. */
export type MutationName = keyof typeof partMutations | keyof typeof byteMutations

/** All of it. */
export const mutationNames = [...Object.keys(partMutations), ...Object.keys(byteMutations)] as MutationName[]

/** No input grows beyond this, in bytes. */
export const maxInputBytes = 262_144

/** Does one thing to the parts, or to one of them. */
export function mutate(parts: Parts, name: MutationName, dice: Dice): Parts {
  if (parts.length === 0) return [dice.bytes(1 + dice.below(64))]
  const mutated = isOfParts(name) ? partMutations[name](parts, dice) : mutatePart(parts, name, dice)
  const bytes = Buffer.concat(mutated)
  return bytes.length <= maxInputBytes ? mutated : [bytes.subarray(0, maxInputBytes)]
}

function mutatePart(parts: Parts, name: keyof typeof byteMutations, dice: Dice): Parts {
  // Later parts more often: a broken first line hides what is behind it.
  const at = Math.max(dice.below(parts.length), dice.below(parts.length))
  return parts.with(at, byteMutations[name](parts[at]!, dice))
}

function isOfParts(name: MutationName): name is keyof typeof partMutations {
  return name in partMutations
}

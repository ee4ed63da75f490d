import { z } from 'zod'
import { oneOf, readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import { type Mount, mounts } from '../../server/options.ts'

/** What `npm run fuzz` is to do. */
export interface FuzzCommand {
  readonly help: boolean
  readonly seed: number
  readonly inputs: number
  readonly mount: Mount
  /** The number of one input to repeat. */
  readonly only: number | undefined
}

const shape = {
  seed: wholeNumber(0).default(1),
  inputs: wholeNumber(1, 1_000_000).default(10_000),
  mount: oneOf(mounts).default('node'),
  only: wholeNumber(0, 1_000_000).optional(),
  help: z.boolean().default(false),
}

/** The help of `npm run fuzz`. */
export const fuzzHelp = `npm run fuzz -- [options]     send a server what no client should, on raw sockets, and see that it goes on serving

  --seed N                  of every choice; a seed's inputs are the same in every run (1)
  --inputs N                how many connections, each with an input of its own (10000)
  --mount node|express      how the server finds its handlers (node)
  --only K                  print input K of the seed, send it alone, and print the answer
  --help

Exit status: 0; 1 the server crashed, hung, kept something or disturbed a subscriber: one line names the seed and the input; 2 bad usage.`

/** Reads the fuzzer's command line. Throws a UsageError. */
export function readFuzzCommand(args: readonly string[]): FuzzCommand {
  const { values, words } = readFlags(args, shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  return { ...values, only: values.only }
}

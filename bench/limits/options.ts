import { z } from 'zod'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { transportList } from '../transport-list.ts'
import { type PartName, partNames, partOf } from './parts.ts'

/** What the limits' command line asks for. */
export type LimitsCommand = { readonly action: 'help' } | ({ readonly action: 'run' } & LimitsAsked)

/** Which parts, and how much of them. */
export interface LimitsAsked {
  readonly names: readonly PartName[]
  readonly seed: number
  readonly scale: number
  readonly transports: readonly TransportName[]
  readonly directory: string
}

const shape = {
  seed: wholeNumber(0).default(1),
  scale: z
    .string()
    .refine(text => Number(text) > 0 && Number(text) <= 1, { error: 'must be a number above 0, up to 1' })
    .transform(Number)
    .default(1),
  transports: transportList.default([...transportNames]),
  out: z.string().min(1, { error: 'must be a directory' }).default('results/limits'),
  help: z.boolean().default(false),
}

/** The help of `npm run limits`. */
export const limitsHelp = `npm run limits -- [PART …] [options]     find how much the server holds, and write it under results/

${partNames.map(name => `  ${String(name).padEnd(18)}  ${partOf(name).purpose}`).join('\n')}

  --seed N            of everything random (1)
  --scale X           a part of the whole, above 0: to see that it runs (1)
  --transports a,b    ${transportNames.join(', ')} (all)
  --out DIR           where report.json and report.md go; other parts that stand there stay (results/limits)
  --help

Exit status: 0; 1 a part failed or falls short, a line each; 2 bad usage; 130 interrupted.`

/** Reads the limits' command line. Throws a UsageError. */
export function readLimitsCommand(args: readonly string[]): LimitsCommand {
  const { values, words } = readFlags(args, shape)
  if (values.help) return { action: 'help' }
  const { seed, scale, transports, out } = values
  const names = words.length > 0 ? words.map(readPart) : partNames
  return { action: 'run', names: [...new Set(names)], seed, scale, transports, directory: out }
}

function readPart(word: string): PartName {
  const name = partNames.find(known => known === word)
  if (name) return name
  throw new UsageError(`part must be one of ${partNames.join(', ')}, got ${JSON.stringify(word)}`)
}

/** The command that repeats one part of a run. */
export function repeatCommand(name: PartName, { seed, scale, transports }: LimitsAsked): string {
  const chosen = transports.length === transportNames.length ? '' : ` --transports ${transports.join(',')}`
  return `npm run limits -- ${String(name)} --seed ${seed}${scale === 1 ? '' : ` --scale ${scale}`}${chosen}`
}

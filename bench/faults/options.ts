import { z } from 'zod'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import { transportNames } from '../../server/protocol.ts'
import { transportList } from '../transport-list.ts'
import type { FaultsReport } from './types.ts'

/** What the fault runner's command line asks for. */
export type FaultsCommand =
  | { readonly action: 'help' }
  | { readonly action: 'run'; readonly asked: FaultsReport['asked']; readonly directory: string }

const shape = {
  seed: wholeNumber(0).default(1),
  cuts: wholeNumber(1, 1_000_000).default(1_000),
  transports: transportList.default([...transportNames]),
  clients: wholeNumber(1, 500).default(20),
  storm: wholeNumber(0, 5_000).default(5_000),
  out: z.string().min(1, { error: 'must be a directory' }).default('results/faults'),
  help: z.boolean().default(false),
}

/** The help of `npm run faults`. */
export const faultsHelp = `npm run faults -- [options]     break connections, kill servers, stall readers, and look for an event lost, twice or out of order

  --seed N            what breaks where and how follows from it (1)
  --cuts N            of each transport, at least (1000)
  --transports a,b    ${transportNames.join(', ')} (all)
  --clients N         of each transport, while connections break (20)
  --storm N           clients that are reset all at once, of each transport, with jitter in the back-off and
                      without; 0 leaves the storms out (5000)
  --out DIR           where report.json and report.md go (results/faults)
  --help

Exit status: 0 nothing is wrong and all cuts happened; 1 something is, a line each; 2 bad usage; 130 interrupted.`

/** Reads the fault runner's command line. Throws a UsageError. */
export function readFaultsCommand(args: readonly string[]): FaultsCommand {
  const { values, words } = readFlags(args, shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  const { help, out, storm, ...asked } = values
  if (help) return { action: 'help' }
  return { action: 'run', asked: { ...asked, stormClients: storm }, directory: out }
}

/** The command that repeats a run. */
export function repeatCommand({
  seed,
  cuts,
  transports,
  clients,
  stormClients,
}: FaultsReport['asked']): string {
  const words = { seed, cuts, transports: transports.join(','), clients, storm: stormClients }
  return `npm run faults -- ${Object.entries(words)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ')}`
}

import { z } from 'zod'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'

/** What the lab's command line says. */
export interface LabCommand {
  readonly help: boolean
  /** The page's port, the next two being the link's and the faults'; 0 picks three. */
  readonly port: number
}

const shape = {
  port: wholeNumber(0, 65_533).default(8_080),
  help: z.boolean().default(false),
}

/** The help of `npm start`. */
export const labHelp = `npm start -- [options]     the lab's page, with server, link and feed; all on 127.0.0.1

  --port N    the page's port; the link to the feed is at N+1, the handshake's faults at N+2; 0 picks three (8080)
  --help`

/** Reads the lab's command line. Throws a UsageError. */
export function readLabCommand(args: readonly string[]): LabCommand {
  const { values, words } = readFlags(args, shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  return values
}

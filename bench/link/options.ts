import { z } from 'zod'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import type { Address } from './connection.ts'
import { defaultBufferBytes, type LinkOptions } from './link.ts'
import { longestMs } from './settings.ts'

/** What the link's command line asks for. */
export type LinkCommand =
  | { readonly action: 'help' }
  | { readonly action: 'calibrate' }
  | { readonly action: 'listen'; readonly link: Omit<LinkOptions, 'signal'> }

function numberWithin(least: number, most: number) {
  return z
    .string()
    .refine(text => text.trim() !== '' && Number(text) >= least && Number(text) <= most, {
      error: `must be a number from ${least} to ${most}`,
    })
    .transform(Number)
}

const address = z
  .string()
  .refine(
    text =>
      /^(\[[0-9a-f:.]+\]|[^\s:[\]]+):\d{1,5}$/i.test(text) && portOf(text) >= 1 && portOf(text) <= 65_535,
    {
      error: 'must be HOST:PORT',
    },
  )
  .transform(text => ({
    host: text.slice(0, text.lastIndexOf(':')).replace(/^\[|\]$/g, ''),
    port: portOf(text),
  }))

function portOf(text: string): number {
  return Number(text.slice(text.lastIndexOf(':') + 1))
}

const shape = {
  listen: wholeNumber(0, 65_535).default(0),
  to: address.optional(),
  rtt: numberWithin(0, longestMs).default(0),
  jitter: numberWithin(0, longestMs).default(0),
  bandwidth: numberWithin(1, 1e12).optional(),
  stall: numberWithin(0, 1).default(0),
  cut: wholeNumber(0, longestMs).optional(),
  reset: wholeNumber(0, longestMs).optional(),
  'black-hole': z.boolean().default(false),
  'proxy-hold': wholeNumber(1, 1_073_741_824).optional(),
  buffer: wholeNumber(1_024, 1_073_741_824).default(defaultBufferBytes),
  seed: wholeNumber(0).default(1),
  calibrate: z.boolean().default(false),
  help: z.boolean().default(false),
}

type Values = z.output<z.ZodObject<typeof shape>>

/** The help of `npm run link`. */
export const linkHelp = `npm run link -- --to HOST:PORT [options]     a stretch of network between clients and a server
npm run link -- --calibrate                  measures from outside what its delays are; 1 where one is not as asked

  --to HOST:PORT      where connections go on to
  --listen PORT       on 127.0.0.1, and only there; 0 picks one (0)
  --rtt MS            round trip; half of it delays each direction, a new connection waits for one whole (0)
  --jitter MS         the most that is added to a chunk's delay; order is kept (0)
  --bandwidth BITS/S  of each direction, shared by all connections; 52 bytes of head for 1448 of payload
  --stall SHARE       share of segments that hold up what is behind them, as a loss would: 0.01 is one in a hundred (0)
  --cut MS            ends each connection with a FIN in both directions, so long after it opened
  --reset MS          resets each connection, so long after it opened
  --black-hole        swallows all that enters, and connections stay open
  --proxy-hold BYTES  hold HTTP responses until they end or this much of one is there, as a buffering proxy
  --buffer BYTES      held in one direction of a connection before its source is not read any more (${defaultBufferBytes})
  --seed N            of everything random (1)
  --help`

/** Reads the link's command line. Throws a UsageError. */
export function readLinkCommand(args: readonly string[]): LinkCommand {
  const { values, words } = readFlags(args, shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  const { help, calibrate, to } = values
  if (help) return { action: 'help' }
  if (calibrate) {
    const others = args.filter(arg => arg !== '--calibrate')
    if (others.length > 0)
      throw new UsageError(`--calibrate must stand alone, got ${JSON.stringify(others[0])}`)
    return { action: 'calibrate' }
  }
  if (!to) throw new UsageError('--to must be given: HOST:PORT, where connections go on to')
  const mostHold = Math.floor(values.buffer / 2)
  const hold = values['proxy-hold']
  if (hold !== undefined && hold > mostHold)
    throw new UsageError(`--proxy-hold must be at most half of --buffer (${mostHold}), got "${hold}"`)
  return { action: 'listen', link: linkOf(values, to) }
}

function linkOf(values: Values, to: Address): Omit<LinkOptions, 'signal'> {
  return {
    to,
    listenPort: values.listen,
    rttMs: values.rtt,
    jitterMs: values.jitter,
    bandwidthBitsPerSecond: values.bandwidth ?? null,
    stallShare: values.stall,
    cut: values.cut === undefined ? null : { afterMs: values.cut },
    reset: values.reset === undefined ? null : { afterMs: values.reset },
    blackHole: values['black-hole'],
    proxyHoldBytes: values['proxy-hold'] ?? null,
    bufferBytes: values.buffer,
    seed: values.seed,
  }
}

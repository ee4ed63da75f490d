import { z } from 'zod'
import type { ServerSettings } from './context.ts'
import { oneOf, onOff, positiveNumber, readFlags, UsageError, wholeNumber } from './flags.ts'
import { defaultHeartbeatMs } from './protocol.ts'
import { arrivalKinds } from './sources/arrivals.ts'
import type { SourceOptions } from './sources/source-options.ts'

export const mounts = ['node', 'express'] as const
/** Who finds a feed's handler: a map of paths ahead of express, or express's router. */
export type Mount = (typeof mounts)[number]

/** What an app is made with. */
export interface AppOptions extends ServerSettings {
  readonly mount: Mount
  readonly keepAliveTimeoutMs: number
  readonly maxConnections: number
  readonly allowedOrigins: readonly string[]
  readonly requestLimits: RequestLimits
}

/** How long a client may take over a request, in milliseconds; then it is answered 408. */
interface RequestLimits {
  readonly headMs: number
  /** Head and body. */
  readonly wholeMs: number
  readonly checkEveryMs: number
}

/** An app's options where none are given. */
export const defaultAppOptions: AppOptions = {
  mount: 'node',
  heartbeatMs: defaultHeartbeatMs,
  streamAgeMs: undefined,
  maxPayloadBytes: 1_048_576,
  keepAlive: true,
  // Longer than the idle time of common proxies (60 s), so that the proxy is the one that closes first.
  keepAliveTimeoutMs: 65_000,
  maxConnections: 20_000,
  allowedOrigins: [],
  requestLimits: { headMs: 15_000, wholeMs: 30_000, checkEveryMs: 2_000 },
}

/** Everything that the bare server's command line says. */
export interface ServerOptions {
  readonly help: boolean
  readonly host: string
  readonly port: number
  readonly capacityEvents: number
  readonly source: SourceOptions
  readonly app: AppOptions
}

const origin = z
  .string()
  .refine(text => text === '*' || (URL.canParse(text) && new URL(text).origin === text), {
    error: 'must be * or an origin such as http://localhost:8080',
  })

const shape = {
  // Node takes an empty host for all of them.
  host: z.string().min(1, { error: 'must be an address or a name to listen on' }).default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(8_080),
  feed: z.string().min(1, { error: 'must be earthquakes, none, - or a file' }).default('earthquakes'),
  speed: positiveNumber().optional(),
  rate: positiveNumber().optional(),
  arrivals: oneOf(arrivalKinds).optional(),
  payload: wholeNumber(1).optional(),
  seed: wholeNumber(0).default(1),
  capacity: wholeNumber(1, 10_000_000).default(10_000),
  'keep-alive': onOff().default(defaultAppOptions.keepAlive),
  'keep-alive-timeout': wholeNumber(1, 3_600_000).default(defaultAppOptions.keepAliveTimeoutMs),
  heartbeat: wholeNumber(10, 3_600_000).default(defaultAppOptions.heartbeatMs),
  'stream-age': wholeNumber(1, 2_147_483_647).optional(),
  mount: oneOf(mounts).default(defaultAppOptions.mount),
  'max-connections': wholeNumber(1, 1_000_000).default(defaultAppOptions.maxConnections),
  'max-payload': wholeNumber(1, 268_435_456).default(defaultAppOptions.maxPayloadBytes),
  'allow-origin': z.array(origin).default([]),
  help: z.boolean().default(false),
}

/** The help of `npm run server`. */
export const serverHelp = `npm run server -- [options]     serve a feed on polling, long polling, streaming, SSE and WebSocket

  --host HOST               address to listen on (127.0.0.1)
  --port PORT               port to listen on; 0 picks one (8080)
  --feed FEED               earthquakes, FILE.ndjson, - for stdin, or none: only what is published (earthquakes);
                            a line is {"time":UNIX_MS,"data":…}, with "topic" where it has one
  --rate N                  events a second (1, unless --speed is given)
  --speed X                 play a recording X times faster than it happened
  --arrivals KIND           ${arrivalKinds.join(', ')} (recorded)
  --payload BYTES           synthetic events whose whole record has this size
  --seed N                  of everything random (1)
  --capacity EVENTS         how many events the log holds (10000)
  --keep-alive on|off       keep HTTP connections for a next request (on)
  --keep-alive-timeout MS   close an idle connection after this long (65000)
  --heartbeat MS            how often an open transport says that it is alive (15000)
  --stream-age MS           end streams and event streams at this age
  --mount node|express      find the feed's handlers ahead of express, or by its router (node)
  --max-connections N       more are answered 503 (20000)
  --max-payload BYTES       of a POST body or a WebSocket message (1048576)
  --allow-origin ORIGIN     a page of this origin may read and publish; repeatable; * allows all
  --help`

/** Reads the bare server's command line. Throws a UsageError. */
export function readServerOptions(args: readonly string[]): ServerOptions {
  const { values, words } = readFlags(args, shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  return {
    help: values.help,
    host: values.host,
    port: values.port,
    capacityEvents: values.capacity,
    source: {
      feed: values.feed,
      speed: values.speed,
      eventsPerSecond: values.rate,
      arrivals: values.arrivals,
      payloadBytes: values.payload,
      seed: values.seed,
    },
    app: {
      ...defaultAppOptions,
      mount: values.mount,
      heartbeatMs: values.heartbeat,
      streamAgeMs: values['stream-age'],
      maxPayloadBytes: values['max-payload'],
      keepAlive: values['keep-alive'],
      keepAliveTimeoutMs: values['keep-alive-timeout'],
      maxConnections: values['max-connections'],
      allowedOrigins: values['allow-origin'],
    },
  }
}

import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { createNodeEnvironment } from '../../client/node.ts'
import { unmarkedSse } from '../../client/page/lab/sessions-watch.ts'
import { subscribe } from '../../client/subscribe.ts'
import { readFlags, UsageError, wholeNumber } from '../../server/flags.ts'
import { type TransportName, transportNames } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { buildDirectory } from '../processes.ts'
import { exitStatus } from '../status.ts'
import { openLab } from './lab.ts'
import { packRecording, type Seen } from './pack.ts'
import type { BytesTelemetry, HelloTelemetry, Telemetry } from './protocol.ts'

const shape = {
  seconds: wholeNumber(1, 60).default(20),
  out: z.string().default('client/page/replay/trace.ndjson'),
}

/** A page loads it over a classroom's network. */
const mostBytes = 150_000
const poll = { intervalMs: 1_000, pace: 'rate' } as const
const holdMs = 25_000

/** A process that has just started is slow, and the feed's clock late; in milliseconds. */
const warmUpMs = 1_500

/** How long what is under way and the last closing may take, in milliseconds. */
const settleMs = 400

/** `npm run record`: follows the lab with the five Node clients, and writes what the page can replay. */
async function main({ seconds, out }: { readonly seconds: number; readonly out: string }): Promise<void> {
  const build = buildDirectory()
  const lab = await openLab({
    ...{ port: 0, pageDirectory: join(build, 'page'), resultsDirectory: join(dirname(build), 'results') },
  })
  try {
    const text = JSON.stringify(packRecording(await record(lab.ports.page, seconds)))
    if (text.length > mostBytes)
      throw new Error(`${text.length} bytes, expected at most ${mostBytes}: record less`)
    await writeFile(out, `${text}\n`)
    console.log(`${out}: ${seconds} s, ${text.length} bytes`)
  } finally {
    await lab.close()
  }
}

async function record(port: number, seconds: number): Promise<Seen> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/telemetry`)
  const telemetry: Telemetry[] = []
  socket.on('message', data => telemetry.push(...(JSON.parse(String(data)) as Telemetry[])))
  await once(socket, 'message')
  const hello = telemetry.find((item): item is HelloTelemetry => item.type === 'hello')!
  await delay(warmUpMs)
  const receipts: Seen['receipts'][number][] = []
  const ending = new AbortController()
  const fromMs = monotonicMs()
  const url = new URL(`http://127.0.0.1:${hello.ports.link}/?tab=${hello.tab}`)
  const followed = transportNames.map(transport =>
    receive(transport, url, ending.signal, cursor =>
      receipts.push({ transport, cursor, atMs: monotonicMs() }),
    ),
  )
  await delay(seconds * 1_000)
  ending.abort()
  await Promise.all(followed)
  await delay(settleMs)
  const toMs = monotonicMs()
  const bytes = await inspect(socket, telemetry)
  socket.close()
  return { hello, fromMs, toMs, telemetry, receipts, bytes, poll, holdMs, recordedAt: new Date() }
}

async function receive(
  transport: TransportName,
  url: URL,
  signal: AbortSignal,
  received: (cursor: string) => void,
): Promise<void> {
  const environment = createNodeEnvironment({ keepAlive: true, heads: 'chrome' })
  const deliveries = subscribe({
    // A page asks for its stream's start the same way, and not in the name of polling.
    transport: transport === 'sse' ? unmarkedSse : transport,
    ...{ url, signal, environment, poll, holdMs },
  })
  for await (const delivery of deliveries) if (delivery.type === 'event') received(delivery.cursor)
  environment.close()
}

/** The bytes of all messages that are still kept. */
async function inspect(
  socket: WebSocket,
  telemetry: Telemetry[],
): Promise<ReadonlyMap<number, BytesTelemetry>> {
  const ids = new Set(telemetry.flatMap(item => (item.type === 'message' ? [item.id] : [])))
  for (const id of ids) socket.send(JSON.stringify({ type: 'inspect', id }))
  const answered = () => telemetry.filter(item => item.type === 'bytes')
  while (answered().length < ids.size) await once(socket, 'message')
  return new Map(answered().map(answer => [answer.id, answer]))
}

try {
  const { values, words } = readFlags(process.argv.slice(2), shape)
  if (words.length > 0) throw new UsageError(`every option begins with --, got ${JSON.stringify(words[0])}`)
  await main(values)
} catch (error) {
  console.error(`record: ${(error as Error).message}`)
  process.exit(error instanceof UsageError ? exitStatus.usage : exitStatus.failed)
}

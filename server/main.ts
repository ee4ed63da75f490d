import { createApp } from './app.ts'
import { createFeed } from './feed.ts'
import { UsageError } from './flags.ts'
import { readServerOptions, type ServerOptions, serverHelp } from './options.ts'
import { onFirstSignal } from './signals.ts'
import { monotonicMs } from './sources/clock.ts'
import { createSource } from './sources/source.ts'
import { SourceError } from './sources/source-error.ts'

/** The bare server: reads its flags, listens, plays the feed, and ends with a signal. */
async function main(options: ServerOptions): Promise<void> {
  const source = await createSource(options.source)
  const feed = createFeed({ capacityEvents: options.capacityEvents })
  const app = createApp(feed, options.app)
  const port = await app.listen(options.port, options.host)
  console.log(
    `listening on http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
  )

  const ending = new AbortController()
  onFirstSignal(() => ending.abort())
  const ended = new Promise<void>(resolve => ending.signal.addEventListener('abort', () => resolve()))
  await source.run({ startAtMs: monotonicMs() + 100, signal: ending.signal, append: feed.append })
  await ended
  await app.end()
}

function fail(error: unknown): never {
  const isUsage = error instanceof UsageError || error instanceof SourceError
  // The address is taken, not ours, or not to be found.
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `server: ${(error as Error).message}` : error)
  process.exit(isUsage ? 2 : 1)
}

try {
  const options = readServerOptions(process.argv.slice(2))
  if (options.help) console.log(serverHelp)
  else await main(options)
} catch (error) {
  fail(error)
}

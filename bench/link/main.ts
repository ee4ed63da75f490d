import { UsageError } from '../../server/flags.ts'
import { onFirstSignal } from '../../server/signals.ts'
import { createLink } from './link.ts'
import { type LinkCommand, linkHelp, readLinkCommand } from './options.ts'
import type { LinkReport } from './tally.ts'

/** The link alone: reads its flags, listens, and says at a signal what delay was asked and achieved. */
async function main({ link: options }: LinkCommand): Promise<void> {
  const ending = new AbortController()
  const link = await createLink({ ...options, signal: ending.signal })
  const { host, port } = options.to
  const to = `${host.includes(':') ? `[${host}]` : host}:${port}`
  console.log(`listening on 127.0.0.1:${link.port}, to ${to}, round trip ${options.rttMs} ms`)
  await new Promise<void>(onFirstSignal)
  const report = link.report()
  await link.close()
  console.log(reportText(report))
}

function reportText({ askedMs, achievedMs, connections, bytesUp, bytesDown }: LinkReport): string {
  const { count, min, p50, p99, max } = achievedMs
  const ms = (value: number | null) => (value === null ? '-' : value.toFixed(2))
  return [
    `delay one way: asked ${ms(askedMs)} ms; achieved p50 ${ms(p50)}, p99 ${ms(p99)}, least ${ms(min)}, most ${ms(max)} ms`,
    `${count} chunks, ${connections.opened} connections, ${bytesUp} bytes up, ${bytesDown} bytes down`,
  ].join('\n')
}

function fail(error: unknown): never {
  const isUsage = error instanceof UsageError || error instanceof RangeError
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `link: ${(error as Error).message}` : error)
  process.exit(isUsage ? 2 : 1)
}

try {
  const command = readLinkCommand(process.argv.slice(2))
  if (command.help) console.log(linkHelp)
  else await main(command)
} catch (error) {
  fail(error)
}

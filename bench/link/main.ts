import { UsageError } from '../../server/flags.ts'
import { onFirstSignal } from '../../server/signals.ts'
import { calibrationTable } from '../report/calibration-table.ts'
import { plainTable } from '../report/text-layout.ts'
import { exitStatus } from '../status.ts'
import { measureLinkCalibration } from './calibration.ts'
import { calibrationFaults } from './calibration-figures.ts'
import { createLink } from './link.ts'
import { type LinkCommand, linkHelp, readLinkCommand } from './options.ts'
import type { LinkReport } from './tally.ts'

type Listening = Extract<LinkCommand, { action: 'listen' }>

async function main(command: LinkCommand): Promise<number> {
  if (command.action === 'calibrate') return await calibrate()
  if (command.action === 'help') console.log(linkHelp)
  else await listen(command)
  return exitStatus.ok
}

/** The link alone: listens, and says at a signal what delay was asked and achieved. */
async function listen({ link: options }: Listening): Promise<void> {
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

/** Measures the link from outside, prints what was found, and answers `failed` where that is not what was asked. */
async function calibrate(): Promise<number> {
  const interruption = new AbortController()
  onFirstSignal(() => interruption.abort())
  const { signal } = interruption
  try {
    const calibrations = await measureLinkCalibration({ signal })
    const table = calibrationTable(calibrations)
    console.log([table.caption, ...plainTable(table)].join('\n'))
    const faults = calibrations.flatMap(calibrationFaults)
    for (const fault of faults) console.error(`link: ${fault}`)
    return faults.length === 0 ? exitStatus.ok : exitStatus.failed
  } catch (error) {
    if (signal.aborted) return exitStatus.interrupted
    throw error
  }
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
  process.exit(isUsage ? exitStatus.usage : exitStatus.failed)
}

try {
  process.exitCode = await main(readLinkCommand(process.argv.slice(2)))
} catch (error) {
  fail(error)
}

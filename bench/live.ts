import { dirname, join } from 'node:path'
import { UsageError } from '../server/flags.ts'
import { onFirstSignal } from '../server/signals.ts'
import { openLab } from './live/lab.ts'
import { type LabCommand, labHelp, readLabCommand } from './live/options.ts'
import { buildDirectory } from './processes.ts'
import { exitStatus } from './status.ts'

/** `npm start`: opens the lab, says where, and closes it at a signal. */
async function main({ help, port }: LabCommand): Promise<void> {
  if (help) {
    console.log(labHelp)
    return
  }
  const signalled = new Promise<void>(onFirstSignal)
  const build = buildDirectory()
  const lab = await openLab({
    port,
    pageDirectory: join(build, 'page'),
    resultsDirectory: join(dirname(build), 'results'),
  })
  console.log(`open http://localhost:${lab.ports.page}`)
  await signalled
  await lab.close()
}

function lineOf(error: Error): string {
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown }
  if (code !== 'EADDRINUSE') return error.message
  return `port ${port} is taken; --port N takes N, N+1 and N+2, and --port 0 what is free`
}

function fail(error: unknown): never {
  const isUsage = error instanceof UsageError
  const isSystem = error instanceof Error && 'syscall' in error
  console.error(isUsage || isSystem ? `lab: ${lineOf(error)}` : error)
  process.exit(isUsage ? exitStatus.usage : exitStatus.failed)
}

try {
  await main(readLabCommand(process.argv.slice(2)))
} catch (error) {
  fail(error)
}

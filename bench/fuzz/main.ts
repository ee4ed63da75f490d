import { UsageError } from '../../server/flags.ts'
import { onFirstSignal } from '../../server/signals.ts'
import { exitStatus } from '../status.ts'
import { FuzzFault } from './fault.ts'
import { type FuzzCommand, fuzzHelp, readFuzzCommand } from './options.ts'
import { repeat } from './repeat.ts'
import { fuzz } from './run.ts'
import { summaryText } from './summary.ts'

/** No run takes longer, in milliseconds: four times what inputs take on two cores, and three minutes to find one. */
const limitMs = (inputs: number) => 180_000 + inputs * 30

/** `npm run fuzz`: sends hostile inputs to a server of its own, and says what became of it. */
async function main(command: FuzzCommand): Promise<number> {
  const { help, seed, inputs, mount, only } = command
  if (help) {
    console.log(fuzzHelp)
    return exitStatus.ok
  }
  const interruption = new AbortController()
  onFirstSignal(() => interruption.abort())
  const tooLong = AbortSignal.timeout(limitMs(inputs))
  const signal = AbortSignal.any([interruption.signal, tooLong])
  try {
    if (only !== undefined) await repeat(only, { seed, mount, signal }, console.log)
    else
      console.log(summaryText(seed, inputs, await fuzz({ seed, inputs, mount, signal, tell: console.log })))
    return exitStatus.ok
  } catch (error) {
    if (interruption.signal.aborted) return exitStatus.interrupted
    console.error(`fuzz: ${failureText(error, command, tooLong)}`)
    return exitStatus.failed
  }
}

function failureText(error: unknown, { seed, inputs }: FuzzCommand, tooLong: AbortSignal): string {
  if (tooLong.aborted) return `seed ${seed}: not through after ${limitMs(inputs) / 1_000} s`
  if (!(error instanceof FuzzFault))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { message, suspects } = error
  const [first] = suspects
  if (suspects.length === 1)
    return `seed ${seed}, input ${first}: ${message} (--seed ${seed} --only ${first} repeats it)`
  if (first === undefined) return `seed ${seed}: ${message}`
  return `seed ${seed}, inputs ${first} to ${suspects.at(-1)}, none of them alone: ${message}`
}

try {
  process.exitCode = await main(readFuzzCommand(process.argv.slice(2)))
  // A server that was cut off mid-call may have left a handle behind.
  process.exit()
} catch (error) {
  console.error(error instanceof UsageError ? `fuzz: ${error.message}` : error)
  process.exit(error instanceof UsageError ? exitStatus.usage : exitStatus.failed)
}

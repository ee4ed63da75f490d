import { duration } from '../progress.ts'
import type { Outcome } from './exchange.ts'
import { FuzzFault } from './fault.ts'
import { narrow } from './narrow.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { megabytes, memoryFaults, type ServerState } from './state.ts'

/** What is to be fuzzed. */
export interface FuzzOptions extends Omit<SessionOptions, 'trial'> {
  readonly inputs: number
  /** Told in words how the run comes along. */
  readonly tell: (text: string) => void
}

/** What a run without a fault did. */
export interface FuzzSummary {
  readonly tookMs: number
  /** How many inputs were answered first with each status; `none` were not answered. */
  readonly answers: Readonly<Record<string, number>>
  readonly before: ServerState
  readonly after: ServerState
  /** The heap after each third, in bytes. */
  readonly thirdsBytes: readonly number[]
  /** Events that the subscribers received, none lost. */
  readonly received: number
}

/** After each of so many parts the server must hold no more than before; a multiple of three. */
const wavesOf = (inputs: number) => (inputs < 3_000 ? 3 : 12)

/** Sends the inputs of a seed. Rejects with a FuzzFault that names as few inputs as can be found. */
export async function fuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const session = await openSession({ ...options, trial: false })
  try {
    return await sendInputs(session, options)
  } catch (error) {
    if (!(error instanceof FuzzFault) || error.suspects.length <= 1) throw error
    options.tell(`${error.message}; looking for the input among ${error.suspects.length}`)
    throw await blame(error, options)
  } finally {
    await session.end()
  }
}

async function sendInputs(session: Session, { inputs, tell }: FuzzOptions): Promise<FuzzSummary> {
  const startedMs = performance.now()
  const answers: Record<string, number> = {}
  const note = ({ status }: Outcome) => {
    const key = String(status ?? 'none')
    answers[key] = (answers[key] ?? 0) + 1
  }
  const thirdsBytes: number[] = []
  const waves = wavesOf(inputs)
  let after = session.before
  for (let wave = 0; wave < waves; wave += 1) {
    const end = Math.round((inputs * (wave + 1)) / waves)
    after = await session.run(range(Math.round((inputs * wave) / waves), end), note)
    if ((wave + 1) % (waves / 3) === 0) thirdsBytes.push(after.heapBytes)
    const took = duration(performance.now() - startedMs)
    tell(`${end} of ${inputs} inputs · ${took} · heap ${megabytes(after.heapBytes)}`)
  }
  await session.greet()
  const [fault] = memoryFaults(session.before.heapBytes, thirdsBytes)
  if (fault) throw new FuzzFault(`${fault}, inputs 0 to ${inputs - 1}`, [])
  const { before } = session
  const tookMs = performance.now() - startedMs
  return { tookMs, answers, before, after, thirdsBytes, received: session.received() }
}

/** The same fault with as few suspects as still bring it about on a server of their own. */
async function blame(fault: FuzzFault, options: FuzzOptions): Promise<FuzzFault> {
  const suspects = await narrow(fault.suspects, some => failsWith(some, options))
  return new FuzzFault(fault.message, suspects, { cause: fault })
}

async function failsWith(numbers: readonly number[], options: FuzzOptions): Promise<boolean> {
  const session = await openSession({ ...options, trial: true })
  try {
    await session.run(numbers)
    return false
  } catch (error) {
    if (error instanceof FuzzFault) return true
    throw error
  } finally {
    await session.end()
  }
}

function range(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index)
}

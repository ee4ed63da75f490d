import type { Outcome } from './exchange.ts'
import { FuzzFault } from './fault.ts'
import { hexDump } from './hex-dump.ts'
import { makeInput } from './inputs.ts'
import { openSession, type SessionOptions } from './session.ts'

/** Prints one input, sends it alone to a server of its own, and prints what came. Rejects with a FuzzFault. */
export async function repeat(
  number: number,
  options: Omit<SessionOptions, 'trial'>,
  print: (text: string) => void,
): Promise<void> {
  const { from, mutations, writes, manner } = makeInput(options.seed, number)
  const made = [from, ...mutations].join(', then ')
  print(
    `seed ${options.seed}, input ${number}: ${made}; behind its last byte the client's manner is: ${manner}`,
  )
  for (const bytes of writes) print(`a write of ${bytes.length} bytes\n${hexDump(bytes)}`)
  const session = await openSession({ ...options, trial: false })
  try {
    await session.run([number], outcome => print(answerText(outcome)))
    await session.greet()
    print('no fault: the server serves, and holds what it held before')
  } catch (error) {
    if (!(error instanceof FuzzFault)) throw error
    throw new FuzzFault(error.message, [number], { cause: error })
  } finally {
    await session.end()
  }
}

function answerText({ received }: Outcome): string {
  if (received.length === 0) return 'no answer'
  return `the answer begins\n${hexDump(received)}`
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Input, Manner } from './inputs.ts'
import { hangMs } from './limits.ts'
import { type Line, openLine } from './line.ts'

/** How a connection with an input went. */
export interface Outcome {
  /** The status that came first; null when there was no answer. */
  readonly status: number | null
  /** The first bytes of the answer. */
  readonly received: Buffer
  /** What the server did wrong, in words. */
  readonly fault?: string
}

/** Sends an input on a connection of its own and sees it to its end. Rejects when there is no connection. */
export async function exchange(port: number, input: Input, signal: AbortSignal): Promise<Outcome> {
  const { manner, writes } = input
  const line = await openLine({ port, halfOpen: manner === 'stay', unread: manner === 'unread', signal })
  try {
    for (const bytes of writes) await line.write(bytes)
    const fault = await ways[manner](line, input)
    return judged(line.received(), fault)
  } finally {
    line.destroy()
  }
}

/** An answer goes on for so long behind its first bytes before the client ends its side, in milliseconds. */
const readOnMs = 20
/** Longer than the server lingers behind a last answer. */
const stayMs = 2_500
/** How long a client that does not read keeps the server waiting, in milliseconds. */
const unreadMs = 300

/** What a client does behind its last byte, to the end of the connection; resolves to a fault, if there is one. */
const ways: Readonly<Record<Manner, (line: Line, input: Input) => Promise<string | undefined>>> = {
  async wait(line, input) {
    // A held poll may be silent for two minutes; another input has its answer, or its end.
    const mayBeHeld = Buffer.concat(input.writes).includes('/long-polling')
    if (!(await line.heard(mayBeHeld ? unreadMs : hangMs)) && !mayBeHeld)
      return 'was neither answered nor ended'
    await delay(readOnMs)
    return await end(line)
  },
  end,
  async reset(line) {
    line.reset()
    return (await line.over(hangMs)) ? undefined : 'could not be reset'
  },
  async stay(line) {
    await line.over(stayMs)
    return await end(line)
  },
  async unread(line) {
    await delay(unreadMs)
    line.destroy()
    return undefined
  },
}

async function end(line: Line): Promise<string | undefined> {
  line.end()
  return (await line.over(hangMs)) ? undefined : 'was not closed though the client had ended'
}

/** Every answer begins with a status line, and none says that the server failed. */
function judged(received: Buffer, fault: string | undefined): Outcome {
  const start = received.toString('latin1', 0, 13)
  const status = Number(/^HTTP\/1\.1 ([1-5]\d\d) /.exec(start)?.[1] ?? Number.NaN)
  if (received.length === 0) return { status: null, received, ...(fault ? { fault } : {}) }
  if (Number.isNaN(status)) {
    const found = `was answered ${JSON.stringify(start)}, which is no status line`
    return { status: null, received, fault: fault ?? found }
  }
  const failed = status === 500 ? 'was answered 500' : undefined
  const wrong = fault ?? failed
  return { status, received, ...(wrong ? { fault: wrong } : {}) }
}

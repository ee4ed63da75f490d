import { closeOnceOpen } from '../../browser/close-once-open.ts'

/** What a page can see of one WebSocket, times in milliseconds since the constructor was called. */
export interface Observation {
  readonly openMs: number | null
  /** The first message, if it was text. */
  readonly message: string | null
  readonly messageMs: number | null
  /** When the `error` event came; it carries no reason (WHATWG WebSockets, section 3). */
  readonly errorMs: number | null
  readonly close: ObservedClose | null
}

/** What the `close` event says. */
export interface ObservedClose {
  readonly code: number
  readonly wasClean: boolean
  readonly reason: string
  readonly atMs: number
}

const nothingYet: Observation = { openMs: null, message: null, messageMs: null, errorMs: null, close: null }

/** How an attempt came out; `pending` while neither a message nor a close has come. */
export const outcomes = ['pending', 'refused', 'failed', 'closed', 'works'] as const

/** One of the ways in which an attempt comes out. */
export type Outcome = (typeof outcomes)[number]

/** The outcome of what was seen: a message counts as working, whatever came after it. */
export function outcomeOf({ openMs, message, close }: Observation): Outcome {
  if (message !== null) return 'works'
  if (!close) return 'pending'
  if (openMs === null) return 'refused'
  return close.wasClean ? 'closed' : 'failed'
}

/** What an attempt needs of its page; a test gives its own. */
export interface AttemptOptions {
  readonly openSocket: () => AttemptSocket
  readonly now: () => number
  /** The text to send once it is open. */
  readonly first: string
  /** Called at each event, with all that was seen so far. */
  readonly onChange: (observation: Observation) => void
}

/** What is used of a WebSocket. */
export type AttemptSocket = Pick<WebSocket, 'url' | 'send' | 'close' | 'readyState' | 'addEventListener'>

/** Opens a WebSocket, sends one message and watches; returns what closes it with 1000. */
export function startAttempt({ openSocket, now, first, onChange }: AttemptOptions): () => void {
  const startMs = now()
  const sinceMs = () => now() - startMs
  const socket = openSocket()
  let seen = nothingYet
  const see = (change: Partial<Observation>) => {
    seen = { ...seen, ...change }
    onChange(seen)
  }
  socket.addEventListener('open', () => {
    socket.send(first)
    see({ openMs: sinceMs() })
  })
  socket.addEventListener('message', ({ data }) => {
    if (seen.message === null) see({ message: String(data), messageMs: sinceMs() })
  })
  socket.addEventListener('error', () => see({ errorMs: sinceMs() }))
  socket.addEventListener('close', ({ code, wasClean, reason }) =>
    see({ close: { code, wasClean, reason, atMs: sinceMs() } }),
  )
  return () => closeOnceOpen(socket)
}

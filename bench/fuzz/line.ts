import { connect, type Socket } from 'node:net'

/** A raw connection to the server that is fuzzed. */
export interface Line {
  /** Resolves when the bytes are with the kernel, or the connection is over. */
  write(bytes: Buffer): Promise<void>
  /** Ends the client's side. */
  end(): void
  /** Breaks the connection with a reset. */
  reset(): void
  destroy(): void
  /** Resolves to true once an answer began or the connection is over, to false when neither is within the time. */
  heard(withinMs: number): Promise<boolean>
  /** Resolves to true once the connection is over, to false when it is not within the time. */
  over(withinMs: number): Promise<boolean>
  /** The first bytes of what came. */
  received(): Buffer
}

/** How a connection is opened. */
interface LineOptions {
  readonly port: number
  /** The server's end is left unanswered. */
  readonly halfOpen: boolean
  /** Nothing that comes is read. */
  readonly unread: boolean
  readonly signal: AbortSignal
}

/** How much of an answer is kept to be judged, in bytes. */
const keptBytes = 2_048

/** Opens a connection. Rejects when it is refused or the signal aborts, which also destroys an open one. */
export async function openLine({ port, halfOpen, unread, signal }: LineOptions): Promise<Line> {
  signal.throwIfAborted()
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: halfOpen, noDelay: true })
  const heard = createEvent()
  const over = createEvent()
  const abort = () => socket.destroy()
  signal.addEventListener('abort', abort)
  socket.on('close', () => {
    signal.removeEventListener('abort', abort)
    over.happen()
    heard.happen()
  })
  const received = unread ? () => Buffer.alloc(0) : keepFirst(socket, heard.happen)
  await connected(socket)
  return {
    write: bytes => written(socket, bytes),
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    destroy: () => void socket.destroy(),
    heard: heard.within,
    over: over.within,
    received,
  }
}

/** Reads all that comes and keeps the first of it; calls back when the first comes. */
function keepFirst(socket: Socket, onFirst: () => void): () => Buffer {
  let kept = Buffer.alloc(0)
  socket.on('data', bytes => {
    onFirst()
    if (kept.length < keptBytes) kept = Buffer.concat([kept, bytes]).subarray(0, keptBytes)
  })
  return () => kept
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('close', () => reject(new Error('the connection was closed before it was open')))
    // It stays: once open, a reset is one of the ways to end, and `close` tells of it.
    socket.on('error', reject)
  })
}

function written(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      socket.off('close', done)
      resolve()
    }
    socket.once('close', done)
    if (socket.writable) socket.write(bytes, done)
    else done()
  })
}

/** Something that happens once, and waits for it that end. */
function createEvent() {
  let has = false
  const waiting = new Set<(happened: boolean) => void>()
  return {
    happen: () => {
      has = true
      for (const wake of waiting) wake(true)
    },
    within: (ms: number): Promise<boolean> =>
      new Promise(resolve => {
        const settle = (happened: boolean) => {
          clearTimeout(timer)
          waiting.delete(settle)
          resolve(happened)
        }
        const timer = setTimeout(settle, ms, false)
        waiting.add(settle)
        if (has) settle(true)
      }),
  }
}

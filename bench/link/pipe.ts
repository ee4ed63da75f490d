import type { Socket } from 'node:net'
import { createOutlet, type Outlet, type OutletOptions } from './outlet.ts'
import type { Item, Line } from './stage.ts'
import { composeStages } from './stages/index.ts'

/** What a pipe is made with. */
export interface PipeOptions
  extends Omit<Line, 'onSettings' | 'pass' | 'swallow'>,
    Omit<OutletOptions, 'onLeft'> {
  /** From so many bytes held on, the source is not read until half of them are gone. */
  readonly bufferBytes: number
  /** Bytes have entered. */
  readonly onEntered?: ((bytes: Buffer, atMs: number) => void) | undefined
}

/** One direction of a connection: what enters passes the stages and leaves in order, at its due time or just after. */
export interface Pipe extends Pick<Outlet, 'writeTo' | 'stop'> {
  /** Bytes that entered and have neither left nor been swallowed. */
  readonly heldBytes: number
  /** Takes the bytes, the FIN and the failure of a socket; a failure travels as a reset. */
  readFrom(source: Socket): void
  /** Lets an opening, a FIN or a reset enter now. */
  enter(kind: Exclude<Item['kind'], 'bytes'>): void
  /** Tells the stages that the settings have changed. */
  settingsChanged(): void
}

/** Makes a pipe; it holds at most `bufferBytes` and what one read of the source brings (64 KiB). */
export function createPipe(options: PipeOptions): Pipe {
  const { bufferBytes, now, onEntered } = options
  const listeners: (() => void)[] = []
  let source: Socket | undefined
  let heldBytes = 0

  function leave(item: Item): void {
    if (item.kind !== 'bytes') return
    heldBytes -= item.bytes.length
    if (heldBytes <= bufferBytes / 2 && source?.isPaused()) source.resume()
  }

  const outlet = createOutlet({ ...options, onLeft: leave })
  const enterStages = composeStages({
    ...options,
    onSettings: listener => listeners.push(listener),
    pass: outlet.put,
    swallow: leave,
  })
  const times = () => {
    const nowMs = now()
    return { arrivedMs: nowMs, dueMs: nowMs }
  }
  const enter: Pipe['enter'] = kind => enterStages({ kind, ...times() })

  return {
    get heldBytes() {
      return heldBytes
    },
    writeTo: outlet.writeTo,
    stop: outlet.stop,
    readFrom(socket) {
      source = socket
      socket.on('data', (bytes: Buffer) => {
        heldBytes += bytes.length
        const entered = times()
        onEntered?.(bytes, entered.arrivedMs)
        enterStages({ kind: 'bytes', bytes, ...entered })
        if (heldBytes >= bufferBytes) socket.pause()
      })
      socket.on('end', () => enter('end'))
      socket.on('error', () => enter('reset'))
    },
    enter,
    settingsChanged() {
      for (const listener of listeners) listener()
    },
  }
}

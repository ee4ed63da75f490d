import type { Socket } from 'node:net'
import type { Agenda } from './agenda.ts'
import type { Item } from './stage.ts'

/** What an outlet is made with. */
export interface OutletOptions extends Pick<Agenda, 'now' | 'at'> {
  /** The opening has come through. */
  readonly onOpen: () => void
  /** A reset has come through. */
  readonly onReset: () => void
  /** Bytes go out, `lateMs` after they were due; undefined where they had waited for a slow reader. */
  readonly onReleased: (bytes: number, lateMs: number | undefined) => void
  /** Bytes that entered at `arrivedMs` are written to the target now. */
  readonly onWritten?: ((bytes: Buffer, arrivedMs: number) => void) | undefined
  /** An item has left, or was dropped. */
  readonly onLeft: (item: Item) => void
}

/** The far end of a pipe: items wait here for their due time, in order. */
export interface Outlet {
  put(item: Item): void
  /** Where bytes and a FIN go. */
  writeTo(target: Socket): void
  /** Drops everything, for good. */
  stop(): void
}

/**
 * Makes an outlet. A FIN and a reset ride behind the bytes before them; a reset, unlike a FIN, does not wait for a
 * reader that takes no bytes. Nothing but a reset leaves after a FIN, and nothing after a reset.
 */
export function createOutlet(options: OutletOptions): Outlet {
  const { now, at, onOpen, onReset, onReleased, onWritten, onLeft } = options
  const queue: Item[] = []
  let target: Socket | undefined
  let lastDueMs = Number.NEGATIVE_INFINITY
  let unblockedMs = Number.NEGATIVE_INFINITY
  let blocked = false
  let booked = false
  let over: 'no' | 'end' | 'reset' = 'no'

  function release(): void {
    while (!blocked && queue.length > 0 && queue[0]!.dueMs <= now()) out(queue.shift()!)
    if (blocked || booked || queue.length === 0) return
    booked = true
    at(queue[0]!.dueMs, () => {
      booked = false
      release()
    })
  }

  function out(item: Item): void {
    if (item.kind === 'open') onOpen()
    else if (item.kind === 'end') target?.end()
    else if (item.kind === 'bytes' && item.bytes.length > 0) {
      onReleased(item.bytes.length, item.dueMs >= unblockedMs ? now() - item.dueMs : undefined)
      if (target?.writable) {
        onWritten?.(item.bytes, item.arrivedMs)
        blocked = !target.write(item.bytes)
      } else blocked = false
    }
    onLeft(item)
  }

  return {
    put(item) {
      if (over === 'reset' || (over === 'end' && item.kind !== 'reset')) {
        onLeft(item)
        return
      }
      if (item.kind === 'end' || item.kind === 'reset') over = item.kind
      lastDueMs = Math.max(lastDueMs, item.dueMs)
      // Booked apart from the queue, which a slow reader may block.
      if (item.kind === 'reset') at(lastDueMs, onReset)
      else queue.push({ ...item, dueMs: lastDueMs })
      if (!booked) release()
    },
    writeTo(socket) {
      target = socket
      socket.on('drain', () => {
        blocked = false
        unblockedMs = now()
        release()
      })
    },
    stop() {
      over = 'reset'
      for (const item of queue.splice(0)) onLeft(item)
    },
  }
}

import { type Part, WireFault } from './stream.ts'

const maxHeldBytes = 1_048_576

/** Bytes that cannot be read yet. */
export interface Hold {
  /** Keeps a copy of the bytes, in no category until they are read; throws `WireFault` past a mebibyte. */
  readonly part: Part
  /** Gives what it kept to `read`, and keeps nothing. */
  release(read: (bytes: Uint8Array) => void): void
}

/** An empty hold, for what a client sends before its upgrade is answered. */
export function createHold(): Hold {
  let held: Uint8Array[] = []
  let heldBytes = 0
  const part: Part = (bytes, from) => {
    heldBytes += bytes.length - from
    if (heldBytes > maxHeldBytes)
      throw new WireFault('over a mebibyte was sent before the upgrade was answered')
    held.push(bytes.slice(from))
    return bytes.length
  }
  const release: Hold['release'] = read => {
    const released = held
    held = []
    heldBytes = 0
    for (const bytes of released) read(bytes)
  }
  return { part, release }
}

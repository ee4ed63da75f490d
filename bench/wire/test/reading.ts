import type { Way } from '../books.ts'
import { type ConnectionLedger, createConnectionLedger } from '../connection.ts'
import type { Piece } from './tagged.ts'

/** Bytes that went one way before any went the other. */
export interface Stretch {
  readonly way: Way
  readonly bytes: Uint8Array
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** A conversation without its tags, and without the places where its pieces met. */
export function stretchesOf(pieces: readonly Piece[]): Stretch[] {
  const stretches: { way: Way; parts: Uint8Array[] }[] = []
  for (const [way, , bytes] of pieces) {
    const last = stretches.at(-1)
    if (last?.way === way) last.parts.push(bytes)
    else stretches.push({ way, parts: [bytes] })
  }
  return stretches.map(({ way, parts }) => ({ way, bytes: join(parts) }))
}

/** The indices at which pieces meet, counted through all stretches. */
export function seamsOf(pieces: readonly Piece[]): number[] {
  let at = 0
  return pieces.map(([, , bytes]) => {
    at += bytes.length
    return at
  })
}

/** A ledger that read the stretches cut at the given indices, counted through all of them. */
export function read(stretches: readonly Stretch[], cuts: readonly number[] = []): ConnectionLedger {
  const ledger = createConnectionLedger()
  readInto(ledger, stretches, cuts)
  return ledger
}

/** Gives a ledger the stretches cut at the given indices, counted through all of them. */
export function readInto(
  ledger: ConnectionLedger,
  stretches: readonly Stretch[],
  cuts: readonly number[],
): void {
  let start = 0
  for (const { way, bytes } of stretches) {
    const inside = cuts.map(cut => cut - start).filter(cut => cut > 0 && cut < bytes.length)
    const ends = [...inside.sort((a, b) => a - b), bytes.length]
    let from = 0
    for (const to of ends) {
      // A copy that is wiped afterwards, as a socket may use its buffer again.
      const part = bytes.slice(from, to)
      ledger[way](part)
      part.fill(0)
      from = to
    }
    start += bytes.length
  }
}

/** A ledger that read the stretches byte by byte. */
export function readByteByByte(stretches: readonly Stretch[]): ConnectionLedger {
  const ledger = createConnectionLedger()
  for (const { way, bytes } of stretches) {
    for (const byte of bytes) ledger[way](Uint8Array.of(byte))
  }
  return ledger
}

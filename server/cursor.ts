import type { Cursor } from './protocol.ts'

/** A cursor taken apart: which log, and the sequence number of the last event seen (0 before the first). */
export interface ParsedCursor {
  readonly epoch: string
  readonly sequence: number
}

// 15 digits stay below 2^53, so a sequence is always exact.
const form = /^([0-9A-Za-z]{1,32})\.(0|[1-9]\d{0,14})$/

/** Writes `EPOCH.SEQUENCE`. */
export function formatCursor(epoch: string, sequence: number): Cursor {
  return `${epoch}.${sequence}`
}

/** Reads `EPOCH.SEQUENCE`; undefined when the text is not a cursor. */
export function parseCursor(text: string): ParsedCursor | undefined {
  const parts = form.exec(text)
  return parts ? { epoch: parts[1]!, sequence: Number(parts[2]) } : undefined
}

import type { TranscriptMessage } from './transcript.ts'

/** How much is kept. */
export interface KeptBounds {
  readonly messages: number
  /** Of their raw bytes, together. */
  readonly bytes: number
}

/** The last messages, to be looked at later. */
export interface KeptMessages {
  add(message: TranscriptMessage): void
  /** Undefined for one that never was or is kept no more. */
  get(id: number): TranscriptMessage | undefined
}

/** Keeps the last messages within bounds: 2,000 of them and 8 MiB unless given. */
export function keepMessages(
  { messages, bytes }: KeptBounds = { messages: 2_000, bytes: 8_388_608 },
): KeptMessages {
  const kept = new Map<number, TranscriptMessage>()
  let keptBytes = 0
  return {
    add(message) {
      kept.set(message.id, message)
      keptBytes += message.raw.length
      for (const [id, oldest] of kept) {
        if (kept.size <= messages && keptBytes <= bytes) break
        kept.delete(id)
        keptBytes -= oldest.raw.length
      }
    },
    get: id => kept.get(id),
  }
}

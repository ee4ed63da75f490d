import type { TransportName } from '../../../../server/protocol.ts'
import type { PageContext } from '../../context.ts'
import type { CostedLine } from './costs.ts'
import type { ChatLedger } from './ledger.ts'
import type { ChatLine, PersonName } from './line.ts'

/** The most lines whose costs are kept. */
const mostLines = 100

type Sent = { -readonly [K in keyof CostedLine]: CostedLine[K] } & { readonly atMs: number }

/** By which transports a line goes up from the one who writes, and down to the other. */
export interface Way {
  readonly up: TransportName
  readonly down: TransportName
}

/** What the two on this page have said to each other, and when it was heard. */
export interface Conversation {
  readonly lines: readonly CostedLine[]
  /** One of them writes; what is to be sent. */
  write(from: PersonName, words: string, way: Way): ChatLine
  /** A line came to one of them; whether it is new to them. */
  hear(person: PersonName, line: ChatLine, cursor: string): boolean
}

/** Creates a conversation without a line. */
export function createConversation(
  { store, telemetry }: Pick<PageContext, 'store' | 'telemetry'>,
  ledger: Pick<ChatLedger, 'sent' | 'arrived'>,
): Conversation {
  let lines: readonly Sent[] = []
  let written = 0
  const pageNumber = () => store.get().tab ?? 0
  return {
    get lines() {
      return lines
    },
    write(from, text, way) {
      written += 1
      const atMs = performance.now()
      lines = [...lines, { key: written, from, text, ...way, atMs, latencyMs: null }].slice(-mostLines)
      ledger.sent(written, from, telemetry.clock.toHost(atMs))
      return { page: pageNumber(), from, key: written, text }
    },
    hear(person, line, cursor) {
      if (line.page !== pageNumber() || line.from === person) return false
      ledger.arrived(line.key, cursor)
      const sent = lines.find(({ key }) => key === line.key)
      // One that comes again has come already.
      if (sent) sent.latencyMs ??= performance.now() - sent.atMs
      return true
    },
  }
}

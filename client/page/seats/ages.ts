import type { Cursor } from '../../../server/protocol.ts'
import type { PageContext } from '../context.ts'

/** Measures how old news was when a map showed it. */
export interface Ages {
  /** The map shows this event from now on. */
  shown(cursor: Cursor): void
  /** Tells what can be told by now: telemetry and transports come by different ways. */
  settle(): void
}

/** The most events of which telemetry has not told yet. */
const mostWaiting = 1_000

/** Ages on the host's clock: from the append that telemetry tells of to the map. */
export function createAges(
  { telemetry, trace }: Pick<PageContext, 'telemetry' | 'trace'>,
  tell: (ageMs: number) => void,
): Ages {
  let waiting: { readonly cursor: Cursor; readonly atMs: number }[] = []
  return {
    shown(cursor) {
      waiting = [...waiting, { cursor, atMs: telemetry.clock.now() }].slice(-mostWaiting)
    },
    settle() {
      waiting = waiting.filter(({ cursor, atMs }) => {
        const event = trace.event(cursor)
        if (event) tell(Math.max(0, atMs - event.appendedMs))
        return !event
      })
    },
  }
}

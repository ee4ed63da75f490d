import type { PageContext, TraceView } from '../context.ts'
import { follow } from '../store.ts'

/** What is drawn: a trace up to a time on the host's clock, in milliseconds. */
export interface Picture {
  readonly trace: TraceView
  readonly nowMs: number
}

type Stage = Pick<PageContext, 'store' | 'trace' | 'telemetry'>

const ofTrace = new WeakMap<object, () => Picture>()

/** The one picture of a page, which outlives its panels: the trace as it is, and in a pause as it was when that began. */
export function pictureOf(stage: Stage): () => Picture {
  const known = ofTrace.get(stage.trace) ?? createPicture(stage)
  ofTrace.set(stage.trace, known)
  return known
}

function createPicture({ store, trace, telemetry }: Stage): () => Picture {
  let still: Picture | null = null
  follow(
    store,
    state => state.paused,
    paused => {
      still = paused ? { trace: copyOf(trace), nowMs: telemetry.clock.now() } : null
    },
  )
  return () => still ?? { trace, nowMs: telemetry.clock.now() }
}

/** The trace as it is now: it goes on, and drops what is old. */
function copyOf(trace: TraceView): TraceView {
  const messages = [...trace.messages]
  const events = [...trace.events]
  const messageOf = new Map(messages.map(message => [message.id, message]))
  const eventOf = new Map(events.map(event => [event.cursor, event]))
  return {
    messages,
    events,
    // A receipt learns its event's sequence later.
    receipts: trace.receipts.map(receipt => ({ ...receipt })),
    connections: [...trace.connections],
    states: [...trace.states],
    servers: [...trace.servers],
    message: id => messageOf.get(id),
    event: cursor => eventOf.get(cursor),
  }
}

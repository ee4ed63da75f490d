import type { Handler, ServerContext } from '../context.ts'
import { stream } from '../stream.ts'

/** Server-sent events: the same lines in the fields of an event stream (WHATWG HTML section 9.2.6). */
export function sse(context: ServerContext): Handler {
  return stream(context, {
    transport: 'sse',
    contentType: 'text/event-stream',
    // An id without data moves the last event ID and dispatches nothing.
    opening: cursor => `id: ${cursor}\n\n`,
    record: (id, record) => `id: ${id}\ndata: ${record}\n\n`,
    gap: gap => `event: gap\nid: ${gap.cursor}\ndata: ${JSON.stringify({ gap })}\n\n`,
    heartbeat: cursor =>
      `event: heartbeat\nid: ${cursor}\ndata: ${JSON.stringify({ heartbeat: cursor })}\n\n`,
  })
}

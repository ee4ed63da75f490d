import type { Handler, ServerContext } from '../context.ts'
import { stream } from '../stream.ts'

/** HTTP streaming: one response, a line of JSON for each message (RFC 6202 section 3; NDJSON). */
export function streaming(context: ServerContext): Handler {
  return stream(context, {
    transport: 'streaming',
    contentType: 'application/x-ndjson',
    opening: cursor => `${JSON.stringify({ cursor })}\n`,
    record: (_id, record) => `${record}\n`,
    gap: gap => `${JSON.stringify({ gap })}\n`,
    heartbeat: cursor => `${JSON.stringify({ heartbeat: cursor })}\n`,
  })
}

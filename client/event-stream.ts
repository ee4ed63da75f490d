import { createParser } from 'eventsource-parser'
import type { StreamEvent } from './transport.ts'

/**
 * Parses the text of an event stream (WHATWG HTML section 9.2.6), wherever it was cut. The first block is yielded
 * as `open` when it is an id without data, which an EventSource keeps to itself.
 */
export async function* parseEventStream(
  chunks: AsyncIterable<string>,
  sinceId = '',
): AsyncGenerator<StreamEvent, void, undefined> {
  let lastEventId = sinceId
  let firstBlock: string | undefined = ''
  let events: StreamEvent[] = []
  const parser = createParser({
    onEvent({ event, id, data }) {
      lastEventId = id ?? lastEventId
      events.push({ type: event ?? 'message', lastEventId, data })
    },
  })

  for await (const chunk of chunks) {
    if (firstBlock !== undefined) {
      firstBlock += chunk
      const end = firstBlock.search(/\r?\n\r?\n/)
      if (end !== -1) {
        const opening = openingId(firstBlock.slice(0, end))
        firstBlock = undefined
        lastEventId = opening ?? lastEventId
        if (opening !== undefined) yield { type: 'open', lastEventId, data: '' }
      }
    }
    parser.feed(chunk)
    for (const event of events) yield event
    events = []
  }
}

/** The id of a block of lines that dispatches no event; the parser drops it. */
function openingId(block: string): string | undefined {
  return /^data/m.test(block) ? undefined : /^id: ?(.*)$/m.exec(block)?.[1]
}

import { feedUrl } from '../feed-url.ts'
import { lines } from '../lines.ts'
import { readMessage } from '../message.ts'
import { answerError } from '../problem.ts'
import { session } from '../session.ts'
import { type Transport, TransportError } from '../transport.ts'

/**
 * HTTP streaming: asks once, and the response never ends; each line of its body is a message (RFC 6202 section 3).
 * One way only: to say something, the client needs another request.
 */
export const streaming: Transport = session(async function* (options) {
  const { environment, signal } = options
  const answer = await environment.request(feedUrl('streaming', options), { method: 'GET', signal })
  if (answer.status !== 200) throw await answerError(answer)

  for await (const line of lines(answer.chunks())) yield readMessage(line)

  throw new TransportError('closed', 'the server ended the stream')
})

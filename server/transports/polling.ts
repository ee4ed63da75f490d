import { enter, type Handler, type ServerContext } from '../context.ts'
import { whenItsTurn } from '../pipeline.ts'
import { answerPoll, createPollAnswers } from '../poll-answer.ts'
import { createPollRequestReader } from '../request.ts'

/** Short polling: read what is after the cursor and answer at once (RFC 6202 section 1). */
export function polling(context: ServerContext): Handler {
  const { feed, origins } = context
  const { answerTo } = createPollAnswers(feed)
  const readPollRequest = createPollRequestReader(feed)
  return (request, response) => {
    const ask = readPollRequest(request)
    whenItsTurn(response, () => {
      answerPoll(response, answerTo(ask), origins.corsHeaders(request))
      // Mostly the kernel has taken it all by now.
      if (response.writableLength > 0)
        response.once(
          'close',
          enter(context, 'polling', () => {}),
        )
    })
  }
}

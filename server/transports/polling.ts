import { enter, type Handler, type ServerContext } from '../context.ts'
import { whenItsTurn } from '../pipeline.ts'
import { answerPoll, createAnswerRenderer, readForPoll } from '../poll-answer.ts'
import { queryOf, readPollRequest } from '../request.ts'

/** Short polling: read what is after the cursor and answer at once (RFC 6202 section 1). */
export function polling(context: ServerContext): Handler {
  const { feed, origins } = context
  const render = createAnswerRenderer(feed)
  return (request, response) => {
    const ask = readPollRequest(request, queryOf(request), feed)
    whenItsTurn(response, () => {
      const leave = enter(context, 'polling', () => {})
      response.once('close', leave)
      const reading = readForPoll(feed, ask)
      answerPoll(response, reading && render(reading), origins.corsHeaders(request))
    })
  }
}

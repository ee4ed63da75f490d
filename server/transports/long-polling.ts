import type { IncomingMessage, ServerResponse } from 'node:http'
import { enter, type Handler, type ServerContext } from '../context.ts'
import { whenItsTurn } from '../pipeline.ts'
import { answerPoll, createAnswerRenderer, readForPoll } from '../poll-answer.ts'
import { type PollRequest, queryOf, readPollRequest } from '../request.ts'

/** Long polling: read, or wait for the next event and read then; 204 when the hold runs out (RFC 6202 section 2). */
export function longPolling(context: ServerContext): Handler {
  const { feed, origins } = context
  const render = createAnswerRenderer(feed)
  return (request, response) => {
    const ask = readPollRequest(request, queryOf(request), feed)
    whenItsTurn(response, () => hold(request, response, ask))
  }

  function hold(request: IncomingMessage, response: ServerResponse, ask: PollRequest): void {
    const stopFollowing = feed.follow(ask.topic, answerIfNews)
    const holdTimer = setTimeout(answer, ask.holdMs)
    const leave = enter(context, 'long-polling', endWithServer)
    response.once('close', release)
    answerIfNews()

    function release(): void {
      stopFollowing()
      clearTimeout(holdTimer)
      leave()
    }

    function answer(reading = readForPoll(feed, ask)): void {
      release()
      answerPoll(response, reading && render(reading), origins.corsHeaders(request))
    }

    function answerIfNews(): void {
      const reading = readForPoll(feed, ask)
      if (reading) answer(reading)
    }

    function endWithServer(): void {
      response.shouldKeepAlive = false
      answer()
    }
  }
}

import type { ServerResponse } from 'node:http'
import { enter, type Handler, type ServerContext } from '../context.ts'
import { whenItsTurn } from '../pipeline.ts'
import { answerPoll, createPollAnswers, type PollAnswer } from '../poll-answer.ts'
import { createPollRequestReader, type PollRequest } from '../request.ts'

/** Long polling: read, or wait for the next event and read then; 204 when the hold runs out (RFC 6202 section 2). */
export function longPolling(context: ServerContext): Handler {
  const { feed, origins } = context
  const { newsFor, answerTo } = createPollAnswers(feed)
  const readPollRequest = createPollRequestReader(feed)
  return (request, response) => {
    const ask = readPollRequest(request)
    whenItsTurn(response, () => {
      const news = newsFor(ask)
      const cors = origins.corsHeaders(request)
      if (news) answerPoll(response, news, cors)
      else hold(response, ask, cors)
    })
  }

  function hold(response: ServerResponse, ask: PollRequest, cors: readonly string[]): void {
    const stopFollowing = feed.follow(ask.topic, () => answer(newsFor(ask)))
    const holdTimer = setTimeout(() => answer(answerTo(ask)), ask.holdMs)
    const leave = enter(context, 'long-polling', endWithServer)
    response.once('close', release)

    function release(): void {
      stopFollowing()
      clearTimeout(holdTimer)
      leave()
    }

    function answer(given: PollAnswer | undefined): void {
      if (!given) return
      release()
      answerPoll(response, given, cors)
    }

    function endWithServer(): void {
      response.shouldKeepAlive = false
      answer(answerTo(ask))
    }
  }
}

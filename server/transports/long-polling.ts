import type { IncomingMessage, ServerResponse } from 'node:http'
import { enter, type Handler, type ServerContext } from '../context.ts'
import { whenItsTurn } from '../pipeline.ts'
import { answerPoll, createPollAnswers, type PollAnswer } from '../poll-answer.ts'
import { type PollRequest, readPollRequest } from '../request.ts'

/** Long polling: read, or wait for the next event and read then; 204 when the hold runs out (RFC 6202 section 2). */
export function longPolling(context: ServerContext): Handler {
  const { feed, origins } = context
  const { newsFor, answerTo } = createPollAnswers(feed)
  return (request, response) => {
    const ask = readPollRequest(request, feed)
    whenItsTurn(response, () => {
      const news = newsFor(ask)
      if (news) answerPoll(response, news, origins.corsHeaders(request))
      else hold(request, response, ask)
    })
  }

  function hold(request: IncomingMessage, response: ServerResponse, ask: PollRequest): void {
    const stopFollowing = feed.follow(ask.topic, answerIfNews)
    const holdTimer = setTimeout(end, ask.holdMs)
    const leave = enter(context, 'long-polling', endWithServer)
    response.once('close', release)

    function release(): void {
      stopFollowing()
      clearTimeout(holdTimer)
      leave()
    }

    function answer(given: PollAnswer): void {
      release()
      answerPoll(response, given, origins.corsHeaders(request))
    }

    function answerIfNews(): void {
      const news = newsFor(ask)
      if (news) answer(news)
    }

    function end(): void {
      answer(answerTo(ask))
    }

    function endWithServer(): void {
      response.shouldKeepAlive = false
      end()
    }
  }
}

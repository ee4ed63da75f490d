import { type ErrorRequestHandler, type Request, type RequestHandler, Router } from 'express'
import {
  mostNameCharacters,
  type SeatGone,
  type SeatSold,
  type SeatsShut,
} from '../../../client/page/seats/protocol.ts'
import { answerError, ProblemError, quoted } from '../../../server/problem.ts'
import { queryOf, single } from '../../../server/query.ts'
import type { Sale, Seats } from '../seats.ts'

/** The most that simulated buyers may be asked to buy in a second. */
const mostBuyersPerSecond = 50

/**
 * `GET /` the whole map; `POST /?seat=C7&by=NAME` says whether it was free or gone; either says `{"shut":true}` while
 * the feed is down; `POST /buyers?perSecond=R` 204, for the next 10 s. What is wrong is a problem document that names the field. To be mounted at `/seats`.
 */
export function createSeatsRouter(seats: Seats): Router {
  const router = Router()
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router
    .route('/')
    .get(async (_request, response) => {
      response.json((await seats.map()) ?? shut)
    })
    .post(async (request, response) => {
      const { seat, by } = readWish(request, seats)
      const sale = await seats.take(seat, by)
      response.json(answers[sale.type](sale as never, seat, by))
    })
    .all(onlyAllows('GET, HEAD, POST'))
  router
    .route('/buyers')
    .post((request, response) => {
      seats.setBuyers(readRate(request))
      response.status(204).end()
    })
    .all(onlyAllows('POST'))
  return router.use(onError)
}

const shut: SeatsShut = { shut: true }

/** What is answered to each outcome of a wish. */
const answers: {
  readonly [T in Sale['type']]: (
    sale: Extract<Sale, { readonly type: T }>,
    seat: string,
    by: string,
  ) => SeatSold | SeatGone | SeatsShut
} = {
  sold: ({ cursor }, seat, by) => ({ seat, by, cursor }),
  gone: ({ by }, seat) => ({ seat, gone: by }),
  shut: () => shut,
}

function readWish(request: Request, seats: Seats): { readonly seat: string; readonly by: string } {
  const query = queryOf(request)
  const seat = single(query, 'seat')
  if (seat === undefined || !seats.has(seat))
    throw wrong('seat', 'a letter from A to H and a number from 1 to 12, such as C7', seat)
  const by = single(query, 'by')
  const characters = [...(by ?? '')].length
  if (by === undefined || characters < 1 || characters > mostNameCharacters)
    throw wrong('by', `a name of 1 to ${mostNameCharacters} characters`, by)
  return { seat, by }
}

function readRate(request: Request): number {
  const given = single(queryOf(request), 'perSecond')
  const perSecond = /^\d{1,2}(\.\d{1,6})?$/.test(given ?? '') ? Number(given) : Number.NaN
  if (perSecond <= mostBuyersPerSecond) return perSecond
  throw wrong('perSecond', `a number from 0 to ${mostBuyersPerSecond}`, given)
}

function wrong(field: string, expected: string, got: string | undefined): ProblemError {
  return new ProblemError(400, `${field} must be ${expected}, got ${quoted(got ?? null)}`, { field })
}

function onlyAllows(methods: string): RequestHandler {
  return ({ method }) => {
    throw new ProblemError(405, `${method} is not allowed here, only ${methods}`, {
      headers: { Allow: methods },
    })
  }
}

const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) =>
  answerError(response, error)

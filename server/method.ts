import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler } from './context.ts'
import type { OriginPolicy } from './origin.ts'
import { answerError, ProblemError } from './problem.ts'

/** The handler of each method that a path knows. */
export type Methods = Readonly<Partial<Record<'GET' | 'POST', Handler>>>

const preflightMaxAgeSeconds = 600

/** One handler for a path: by method, OPTIONS for CORS, 405 with Allow for the rest, problems answered. */
export function byMethod(methods: Methods, origins: OriginPolicy): Handler {
  const allow = [...Object.keys(methods), 'OPTIONS'].join(', ')
  return (request, response) => {
    const handler = methods[request.method as keyof Methods]
    try {
      if (handler) handler(request, response)
      else if (request.method === 'OPTIONS') answerOptions(request, response, origins, allow)
      else
        throw new ProblemError(405, `the method must be one of ${allow}, got ${request.method}`, {
          field: 'method',
          headers: { Allow: allow },
        })
    } catch (error) {
      answerError(response, error, origins.corsHeaders(request))
    }
  }
}

/** Answers a preflight (Fetch standard, section 3.2.2); an origin that is not allowed gets no CORS fields. */
function answerOptions(
  request: IncomingMessage,
  response: ServerResponse,
  origins: OriginPolicy,
  allow: string,
): void {
  const cors = origins.corsHeaders(request)
  const preflight = [
    'Access-Control-Allow-Methods',
    allow,
    'Access-Control-Allow-Headers',
    'Content-Type, Last-Event-ID',
    'Access-Control-Max-Age',
    String(preflightMaxAgeSeconds),
  ]
  response.writeHead(204, ['Allow', allow, ...cors, ...(cors.length > 0 ? preflight : [])]).end()
}

import type { IncomingMessage } from 'node:http'
import { ProblemError, quoted } from './problem.ts'

/** The parameters of a query in their order, decoded. */
export type Query = readonly (readonly [name: string, value: string])[]

const noQuery: Query = []

/** The query of a request. Throws a 400 that names the parameter whose escapes are no UTF-8. */
export function queryOf({ url = '' }: IncomingMessage): Query {
  const start = url.indexOf('?')
  if (start === -1) return noQuery
  const text = url.slice(start + 1)
  if (text.includes('%')) checkEscapes(text)
  // URLSearchParams costs more than all else that is done for a poll, and does nothing to a text without escapes.
  return /[%+]/.test(text) ? [...new URLSearchParams(text)] : plainPairs(text)
}

function plainPairs(text: string): Query {
  const pairs: [string, string][] = []
  for (let from = 0; from < text.length; ) {
    const next = text.indexOf('&', from)
    const to = next === -1 ? text.length : next
    const sign = text.indexOf('=', from)
    if (sign !== -1 && sign < to) pairs.push([text.slice(from, sign), text.slice(sign + 1, to)])
    else if (to > from) pairs.push([text.slice(from, to), ''])
    from = to + 1
  }
  return pairs
}

/** URLSearchParams would read bytes that are no UTF-8 as U+FFFD, and so one topic as another. */
function checkEscapes(query: string): void {
  for (const pair of query.split('&')) {
    try {
      decodeURIComponent(pair)
    } catch (cause) {
      const [field = '', value] = pair.split('=')
      const detail = `${field} must be UTF-8, percent-encoded, got ${quoted(value ?? field)}`
      throw new ProblemError(400, detail, { field, cause })
    }
  }
}

/** The value of a parameter that may be given once. Throws a 400 that names it. */
export function single(query: Query, name: string): string | undefined {
  let found: string | undefined
  let times = 0
  for (const [given, value] of query) {
    if (given !== name) continue
    found ??= value
    times += 1
  }
  if (times <= 1) return found
  throw new ProblemError(400, `${name} may be given once, got it ${times} times`, { field: name })
}

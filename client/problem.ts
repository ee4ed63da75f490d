import type { Problem } from '../server/protocol.ts'
import { type HttpAnswer, TransportError } from './transport.ts'

/** Statuses that ask to come again although they are the client's (RFC 6585 section 4, RFC 9110 section 15.5.9). */
const comeAgain: ReadonlySet<number> = new Set([408, 429])

/** The TransportError of an HTTP status: `busy` for 5xx, 408 and 429, `refused` for the rest of 4xx, else `protocol`. */
export function problemError(
  status: number,
  problem: Partial<Problem> | undefined,
  retryAfterMs?: number,
): TransportError {
  const field = problem?.field === undefined ? '' : ` (${problem.field})`
  const message = `the server answered ${status}: ${problem?.detail ?? 'no reason given'}${field}`
  const code = status >= 500 || comeAgain.has(status) ? 'busy' : status >= 400 ? 'refused' : 'protocol'
  return new TransportError(code, message, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** Reads an answer that is not what was asked for, and makes its TransportError; the connection stays usable. */
export async function answerError(answer: HttpAnswer): Promise<TransportError> {
  return problemError(answer.status, problemOf(await answer.text()), retryAfterMs(answer))
}

function problemOf(body: string): Partial<Problem> | undefined {
  try {
    const problem = JSON.parse(body) as Partial<Problem> | null
    return problem ?? undefined
  } catch {
    // Something between here and the server answered: a proxy's page says nothing that the status does not.
    return undefined
  }
}

/** Retry-After in milliseconds: seconds, or a date against the answer's own Date (RFC 9110 section 10.2.3). */
function retryAfterMs(answer: HttpAnswer): number | undefined {
  const value = answer.header('retry-after')
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1_000
  const ms = Date.parse(value) - Date.parse(answer.header('date') ?? '')
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

import { TransportError, type transportErrorCodes } from './transport.ts'

/** Close codes that say more than that the channel is gone (RFC 6455 section 7.4.1, IANA registry). */
const meanings: Readonly<Record<number, (typeof transportErrorCodes)[number]>> = {
  1002: 'protocol',
  1003: 'protocol',
  1006: 'network',
  1007: 'protocol',
  1008: 'refused',
  1009: 'refused',
  1013: 'busy',
}

/** The TransportError of a WebSocket close code; `closed` where the code does not say why. */
export function closeError(status: number, reason: string, cause?: unknown): TransportError {
  const why = reason === '' ? '' : `: ${reason}`
  return new TransportError(meanings[status] ?? 'closed', `the WebSocket closed with ${status}${why}`, {
    status,
    cause,
  })
}

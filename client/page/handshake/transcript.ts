import type { Transcript } from './protocol.ts'

/** Fetches a transcript; the signal ends the wait. Throws an Error with the server's line when there is none. */
export async function fetchTranscript(url: string, signal: AbortSignal): Promise<Transcript> {
  const response = await fetch(url, { signal, cache: 'no-store' })
  const body = await response.json()
  if (!response.ok) throw new Error(String(body.detail))
  if (body === null) throw new Error('no connection has that id')
  return body as Transcript
}

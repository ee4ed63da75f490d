import { Agent, type ClientRequest, get } from 'node:http'
import { monotonicMs } from '../../server/sources/clock.ts'
import { at } from '../at.ts'
import type { Window } from '../meter.ts'

/** Between two probes of one group: seldom enough that each is alone. */
const spacingMs = 25

/**
 * Measures the round trip to a server from outside, in milliseconds: lone requests on connections that are open, spread
 * over a window and answered within it. What they take beside the delay asked is what the processes take to wake, to
 * read and to write, as an event's delivery does, but none of the events that are measured is in it. A probe that opened
 * its connection or failed is left out.
 */
export async function probeRoundTrips(
  url: URL,
  { fromMs, toMs }: Window,
  expectedMs: number,
): Promise<Float64Array> {
  const agent = new Agent({ keepAlive: true })
  const roundTrips: Promise<number | undefined>[] = []
  for (let atMs = fromMs; atMs + expectedMs + spacingMs < toMs; atMs += spacingMs) {
    await at(atMs)
    roundTrips.push(probe(url, agent, toMs))
  }
  const known = await Promise.all(roundTrips)
  agent.destroy()
  return Float64Array.from(known.filter(value => value !== undefined))
}

function probe(url: URL, agent: Agent, deadlineMs: number): Promise<number | undefined> {
  return new Promise(resolve => {
    const sentMs = monotonicMs()
    const request: ClientRequest = get(
      url,
      { agent, timeout: Math.max(1, deadlineMs - sentMs) },
      response => {
        const tookMs = monotonicMs() - sentMs
        response.resume().once('close', () => resolve(request.reusedSocket ? tookMs : undefined))
      },
    )
    request.once('timeout', () => request.destroy()).once('error', () => resolve(undefined))
  })
}

import { type SeatGone, type SeatMap, type SeatSold, type SeatsShut, seatsTopic } from './protocol.ts'

/** What became of a click. */
export type Bought =
  | { readonly type: 'bought' }
  | { readonly type: 'gone' }
  /** Nothing is sold while the server restarts. */
  | { readonly type: 'shut' }
  /** One line why it could not be judged. */
  | { readonly type: 'failed'; readonly reason: string }

/** Where seats are sold: the page's own server, past the link, so that only the map's age counts. */
export interface BoxOffice {
  /** Null while nothing is sold; rejects with an Error of one line. */
  map(signal: AbortSignal): Promise<SeatMap | null>
  buy(seat: string, by: string, signal: AbortSignal): Promise<Bought>
  /** Lets simulated buyers buy for the next 10 s; rejects as {@link map}. */
  setBuyers(perSecond: number, signal: AbortSignal): Promise<void>
}

/** The box office of a page server, `http://host:port/`. */
export function createBoxOffice(
  server: URL,
  fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis),
): BoxOffice {
  const address = (path: string, query: Readonly<Record<string, string>>) => {
    const url = new URL(path, server)
    url.search = new URLSearchParams(query).toString()
    return url
  }
  return {
    async map(signal) {
      const answer = await fetch(address(seatsTopic, {}), { signal })
      if (answer.status !== 200) throw new Error(await reasonOf(answer))
      const map = (await answer.json()) as SeatMap | SeatsShut
      return 'shut' in map ? null : map
    },
    async buy(seat, by, signal) {
      const answer = await fetch(address(seatsTopic, { seat, by }), { method: 'POST', signal })
      if (answer.status !== 200) return { type: 'failed', reason: await reasonOf(answer) }
      const sale = (await answer.json()) as SeatSold | SeatGone | SeatsShut
      if ('shut' in sale) return { type: 'shut' }
      return { type: 'gone' in sale ? 'gone' : 'bought' }
    },
    async setBuyers(perSecond, signal) {
      const url = address(`${seatsTopic}/buyers`, { perSecond: String(perSecond) })
      const answer = await fetch(url, { method: 'POST', signal })
      if (answer.status !== 204) throw new Error(await reasonOf(answer))
    },
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const body = await answer.text()
  try {
    return (JSON.parse(body) as { readonly detail?: string }).detail ?? `the server answered ${answer.status}`
  } catch {
    // A page of text says nothing that the status does not.
    return `the server answered ${answer.status}`
  }
}

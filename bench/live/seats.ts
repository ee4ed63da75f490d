import { delay } from '../../client/delay.ts'
import { type SeatEvent, type SeatMap, seatsTopic } from '../../client/page/seats/protocol.ts'
import type { Cursor, Json } from '../../server/protocol.ts'
import { createBuyers } from './seats/buyers.ts'
import { createTheatre, seatColumns, seatRows } from './seats/theatre.ts'

/** What the sale of seats is made with. */
export interface SeatsOptions {
  /** Appends to the feed and resolves to the event's cursor, in the order of the calls; rejects only while it is down. */
  readonly publish: (content: { readonly data: Json; readonly topic: string }) => Promise<Cursor>
  /** A number in [0, 1). */
  readonly random: () => number
  /** One line on what went on by itself and failed. */
  readonly onProblem: (text: string) => void
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** From the last seat sold to the next opening. */
  readonly pauseMs?: number
}

/** What became of a wish for a seat. */
export type Sale =
  | { readonly type: 'sold'; readonly cursor: Cursor }
  | { readonly type: 'gone'; readonly by: string }
  | { readonly type: 'shut' }

/** One theatre whose seats are sold over the feed: every sale is an event on topic `seats`. */
export interface Seats {
  has(seat: string): boolean
  /** Sells a seat once its event is in the feed; while that is down the sale is shut, and the seat stays free. */
  take(seat: string, by: string): Promise<Sale>
  /** The whole map; null while the sale is shut and nothing was sold before. */
  map(): Promise<SeatMap | null>
  /** Lets simulated buyers take free seats for the next 10 s, at this rate; 0 is none. They sit out what is shut. */
  setBuyers(perSecond: number): void
  close(): void
}

/** The page renews them while it shows the seats; so no buyer disturbs the feed when nobody looks. */
const buyersForMs = 10_000

/** Opens a theatre. When all its seats are gone it is opened anew after a pause. */
export function createSeats(options: SeatsOptions): Seats {
  const { publish, random, onProblem, wait = delay, pauseMs = 3_000 } = options
  const theatre = createTheatre()
  const ending = new AbortController()
  let cursor: Cursor | undefined
  let untold = 0
  let reopens = false

  /** Null while the feed is down: a restart is no fault of the sale's, and telemetry tells of it. */
  async function tell(data: SeatEvent): Promise<Cursor | null> {
    const told = await publish({ data, topic: seatsTopic }).catch(() => null)
    cursor = told ?? cursor
    return told
  }
  async function take(seat: string, by: string): Promise<Sale> {
    const holder = theatre.take(seat, by)
    if (holder !== undefined) return { type: 'gone', by: holder }
    untold += 1
    const told = await tell({ theatre: theatre.number, seat, by })
    if (told === null) theatre.release(seat)
    untold -= 1
    if (untold === 0 && theatre.free.length === 0 && !reopens) reopen()
    return told === null ? { type: 'shut' } : { type: 'sold', cursor: told }
  }
  function reopen(): void {
    reopens = true
    wait(pauseMs, ending.signal)
      .then(() => {
        reopens = false
        theatre.reopen()
        return tell({ theatre: theatre.number, opened: true })
      })
      .catch((error: Error) => ending.signal.aborted || onProblem(`the theatre's opening: ${error.message}`))
  }

  const buyers = createBuyers({
    async buy() {
      const { free } = theatre
      const seat = free[Math.floor(random() * free.length)]
      if (seat !== undefined) await take(seat, 'buyer')
    },
    ...{ random, wait, onProblem },
  })
  return {
    has: theatre.has,
    take,
    async map() {
      const since = cursor ?? (await tell({ theatre: theatre.number, opened: true }))
      if (since === null) return null
      return {
        ...{ cursor: since, theatre: theatre.number, rows: seatRows, columns: seatColumns },
        taken: Object.fromEntries(theatre.taken),
        buyersPerSecond: buyers.perSecond,
      }
    },
    setBuyers: perSecond => buyers.set(perSecond, buyersForMs),
    close() {
      ending.abort()
      buyers.stop()
    },
  }
}

import type { TransportName } from '../../../server/protocol.ts'
import type { PageState } from '../state.ts'
import type { Bought, BoxOffice } from './box-office.ts'
import { newsAgeMs, wastedShare } from './expected.ts'
import type { House } from './house.ts'
import type { SeatEvent } from './protocol.ts'
import { createSaleRate } from './sale-rate.ts'
import type { Counter } from './tally.ts'

/** What clicks on one map are made with. */
export interface ClicksOptions {
  readonly transport: TransportName
  readonly office: Pick<BoxOffice, 'buy'>
  readonly counter: Pick<Counter, 'clicked' | 'tally'>
  readonly settings: () => Pick<PageState, 'settings' | 'poll' | 'holdMs'>
  readonly assumedSalesPerSecond: () => number
  /** Whether a sale was made on this map, which then knows of it at once. */
  readonly isOwn: (by: string) => boolean
}

/** The clicks on one map, counted beside what theory says of each. */
export interface Clicks {
  /** A sale was told, at its time on the server's clock in milliseconds. */
  sold(event: SeatEvent, atMs: number): void
  /** The age of this map's news by theory, in milliseconds; null where there is none. */
  expectedAgeMs(): number | null
  /** Asks for a seat and lets the map learn the answer; rejects where there was none. */
  click(house: House, seat: string, by: string, signal: AbortSignal): Promise<Bought>
}

/** Who has a seat of which a client has only learnt that it is gone. */
const somebody = '?'

/** Clicks of which none has been made. */
export function createClicks(options: ClicksOptions): Clicks {
  const { transport, office, counter, settings, assumedSalesPerSecond, isOwn } = options
  const all = createSaleRate()
  const others = createSaleRate()
  const expectedAgeMs = () => newsAgeMs(transport, settings(), all.perSecond ?? assumedSalesPerSecond())

  /** By the age that was measured, since a busy machine adds to theory's; theory's until there is one. */
  function chanceOf(house: House): number | null {
    const expectedMs = expectedAgeMs()
    if (expectedMs === null) return null
    const salesPerSecond = others.perSecond ?? assumedSalesPerSecond()
    const ageMs = counter.tally.ageMs ?? expectedMs
    return wastedShare(house.free.length, (salesPerSecond * ageMs) / 1_000)
  }

  return {
    sold(event, atMs) {
      if (!('seat' in event)) return
      all.sold(event.theatre, atMs)
      if (!isOwn(event.by)) others.sold(event.theatre, atMs)
    },
    expectedAgeMs,
    async click(house, seat, by, signal) {
      const { theatre } = house
      const chance = chanceOf(house)
      const bought = await office.buy(seat, by, signal)
      if (bought.type === 'failed' || bought.type === 'shut') return bought
      counter.clicked(bought.type === 'gone', chance)
      house.learn(theatre, seat, bought.type === 'bought' ? by : somebody)
      return bought
    },
  }
}

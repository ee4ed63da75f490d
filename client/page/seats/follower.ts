import type { TransportName } from '../../../server/protocol.ts'
import { delay } from '../../delay.ts'
import { type SubscriptionState, subscribe } from '../../subscribe.ts'
import type { ClientEnvironment, Delivery, PollOptions } from '../../transport.ts'
import type { BoxOffice } from './box-office.ts'
import { createHouse, type House, type HouseChange } from './house.ts'
import { readSeatEvent, type SeatEvent, type SeatMap, seatsTopic } from './protocol.ts'

/** What following is begun with; milliseconds. */
export interface FollowOptions {
  /** The link, with the page's mark in its query. */
  readonly url: URL
  readonly poll: PollOptions
  readonly holdMs: number
  readonly silenceMs: number
}

/** Who is told what a follower sees. */
export interface FollowerEvents {
  /** There is a map, or another one in its place. */
  readonly onMap: (house: House) => void
  readonly onEvent: (
    event: SeatEvent,
    change: HouseChange,
    delivery: Extract<Delivery, { type: 'event' }>,
  ) => void
  readonly onState: (state: SubscriptionState) => void
  /** It ended, and why in one line. */
  readonly onEnd: (reason: string) => void
}

/** The surroundings of a follower. */
export interface FollowerSurroundings extends FollowerEvents {
  readonly environment: ClientEnvironment
  readonly office: Pick<BoxOffice, 'map'>
}

/**
 * Keeps one map by one transport until the signal aborts: fetches the whole, then follows what is sold after its
 * cursor. After a gap the whole is fetched again, since sales may be among what is lost.
 */
export async function followSeats(
  transport: TransportName,
  { url, poll, holdMs, silenceMs }: FollowOptions,
  { environment, office, onMap, onEvent, onState, onEnd }: FollowerSurroundings,
  signal: AbortSignal,
): Promise<void> {
  try {
    const map = await openMap(office, signal)
    const house = createHouse(map)
    onMap(house)
    const deliveries = subscribe({
      ...{ transport, url, poll, holdMs, silenceMs, environment, signal, onState },
      ...{ topic: seatsTopic, since: map.cursor, backoff: { maxMs: 5_000 } },
    })
    for await (const delivery of deliveries) {
      if (signal.aborted) return
      if (delivery.type === 'gap') {
        house.replace(await openMap(office, signal))
        onMap(house)
      }
      const event = delivery.type === 'event' ? readSeatEvent(delivery.record.data) : undefined
      if (event && delivery.type === 'event') onEvent(event, house.apply(event), delivery)
    }
  } catch (error) {
    if (!signal.aborted) onEnd(error instanceof Error ? error.message : String(error))
  }
}

/** A restart takes about a second. */
const askAgainMs = 500

/** The map as soon as seats are sold. */
async function openMap({ map }: Pick<BoxOffice, 'map'>, signal: AbortSignal): Promise<SeatMap> {
  for (;;) {
    const known = await map(signal)
    if (known !== null) return known
    await delay(askAgainMs, signal)
  }
}

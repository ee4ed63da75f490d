import type { Text } from '../i18n.ts'
import type { Clicks } from './clicks.ts'
import type { Desk } from './desk.ts'
import type { LaneMap } from './lane-map.ts'

/** What purchases on one lane are made with. */
export interface PurchaseOptions {
  /** The transport's name in the page's language. */
  readonly name: string
  readonly text: Text
  readonly desk: Pick<Desk, 'learner' | 'say' | 'complain'>
  readonly map: Pick<LaneMap, 'house' | 'sold' | 'waste'>
  readonly clicks: Pick<Clicks, 'click'>
}

/** Creates what asks for a seat in somebody's name, then shows on the map and says to the learner what became of it. */
export function createPurchase({
  name,
  text,
  desk,
  map,
  clicks,
}: PurchaseOptions): (seat: string, by: string, signal: AbortSignal) => void {
  async function ask(seat: string, by: string, signal: AbortSignal): Promise<void> {
    const { house } = map
    if (!house || signal.aborted) return
    const { theatre } = house
    const bought = await clicks.click(house, seat, by, signal)
    desk.complain(bought.type === 'failed' ? text('seats.failed', { reason: bought.reason }) : '')
    if (bought.type === 'shut' && by === desk.learner()) desk.say(text('seats.shut', { seat }))
    // A theatre that was opened anew meanwhile shows nothing of the one before.
    if (bought.type === 'failed' || bought.type === 'shut' || house.theatre !== theatre) return
    if (bought.type === 'gone') map.waste(seat)
    else map.sold(seat, by)
    if (by === desk.learner())
      desk.say(text(bought.type === 'gone' ? 'seats.wastedClick' : 'seats.bought', { seat, name }))
  }
  return (seat, by, signal) => {
    ask(seat, by, signal).catch((error: Error) => {
      if (!signal.aborted) desk.complain(text('seats.failed', { reason: error.message }))
    })
  }
}

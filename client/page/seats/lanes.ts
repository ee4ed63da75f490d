import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { PageContext } from '../context.ts'
import { deadlinesOf, restartKey } from '../lab/sessions-deadlines.ts'
import type { PageState } from '../state.ts'
import type { Desk } from './desk.ts'
import { createLane, type Lane } from './lane.ts'
import { markedLink } from './link-url.ts'

/** The lanes of all transports, of which those that are shown run. */
export interface Lanes {
  /** In the order of the transports. */
  readonly shown: readonly Lane[]
  /** Runs what the state shows, and begins anew where an option matters; null runs none. */
  follow(state: PageState | null): void
  reset(): void
  /** Draws every map anew, after a pause. */
  redraw(): void
}

function isShown({ mode, transport }: PageState, name: TransportName): boolean {
  return mode === 'compare' || transport === name
}

/** Creates the lanes, each idle. */
export function createLanes(context: PageContext, desk: Desk): Lanes {
  const lanes = transportNames.map(transport => createLane(context, transport, desk))
  const keys = new Map<Lane, string>()

  function followOne(lane: Lane, state: PageState | null): void {
    const { transport } = lane
    const runs = state !== null && isShown(state, transport)
    const url = runs ? markedLink(state, 'map') : null
    const key = url === null || state === null ? undefined : restartKey(url.href, transport, state)
    if (key === keys.get(lane)) return
    if (key === undefined) keys.delete(lane)
    else keys.set(lane, key)
    if (url === null || state === null) lane.stop()
    else
      lane.start({
        url,
        poll: state.poll,
        holdMs: state.holdMs,
        silenceMs: deadlinesOf(transport, state).silenceMs,
      })
  }

  return {
    get shown() {
      return lanes.filter(({ transport }) => isShown(context.store.get(), transport))
    },
    follow(state) {
      for (const lane of lanes) followOne(lane, state)
    },
    reset() {
      for (const lane of lanes) lane.reset()
    },
    redraw() {
      for (const lane of lanes) lane.redraw()
    },
  }
}

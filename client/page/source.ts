import type { PageContext } from './context.ts'
import { followLab } from './follow-lab.ts'
import { createSessions } from './lab/sessions.ts'
import { loseConnections } from './lab/trace-loss.ts'
import { openReplay } from './replay/index.ts'
import type { PageState } from './state.ts'
import { createTelemetry } from './telemetry.ts'
import type { Wishes } from './wishes.ts'

/** Where what the page shows comes from: the live lab, or a recording that plays as one. */
export type Source = Pick<PageContext, 'telemetry' | 'sessions'>

type Stage = Pick<PageContext, 'store' | 'trace'>

/** Who served the page. A lab says so in the page's head: to ask a host that is none would be an error in the console. */
export function servedByOf(page: Pick<Document, 'querySelector'>): PageState['servedBy'] {
  return page.querySelector('meta[name=lab]') ? 'lab' : 'static'
}

/** Connects to the lab that served this page; `wished` is asked of it once. */
export function openLive({ store, trace }: Stage, wished: Wishes['lab']): Source {
  const telemetry = createTelemetry({
    url: new URL(`ws://${location.host}/telemetry`),
    openSocket: url => new WebSocket(url),
    now: () => performance.now(),
    random: Math.random,
    onState(lab) {
      store.set({ lab })
      if (lab === 'lost') loseConnections(trace, telemetry.clock.now())
    },
    onClock: clock => store.set({ clock }),
  })
  followLab(store, telemetry, wished)
  return { telemetry, sessions: createSessions({ store, telemetry, trace }) }
}

/** Plays the recording that came with the page; without one, says so and connects to the lab. */
export async function openReplayOrLive(stage: Stage, wished: Wishes['lab']): Promise<Source> {
  try {
    return await openReplay(stage)
  } catch (error) {
    stage.store.set({ problem: error instanceof Error ? error.message : String(error) })
    return openLive(stage, wished)
  }
}

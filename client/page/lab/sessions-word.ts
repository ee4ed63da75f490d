import type { TransportName } from '../../../server/protocol.ts'
import type { SubscriptionState } from '../../subscribe.ts'
import type { ClientEnvironment } from '../../transport.ts'
import type { HostClock, StateChange, Trace } from '../context.ts'
import { type SessionFacts, stateOf } from './sessions-state.ts'
import type { RequestWatch } from './sessions-watch.ts'

/** What the word for a session's state is taken from and told to. */
export interface WordSurroundings {
  readonly environment: Pick<ClientEnvironment, 'now'>
  readonly clock: Pick<HostClock, 'toHost'>
  readonly trace: Pick<Trace, 'addState'>
  /** Whether the link is in a state to see requests. */
  readonly linkSees: () => boolean
  readonly changed: () => void
}

/** The word for what one session is doing, kept by what it is told. */
export interface Word extends RequestWatch {
  readonly shown: StateChange
  begin(limits: Pick<SessionFacts, 'suspectMs' | 'blockedAfterMs'>): void
  told(state: SubscriptionState): void
  heard(): void
  /** The link has seen a request that left at this time on the host's clock. */
  seen(fromMs: number): void
  idle(): void
  /** It ended for good, with a status or close code where there was one. */
  closed(code: number | null): void
  /** Looks at the clock: silence makes no event. */
  look(): void
}

/** By this much the page's and the host's clock may differ, in milliseconds. */
const clockErrorMs = 250

const atRest: SessionFacts = {
  phase: 'idle',
  askedMs: null,
  isOnLink: false,
  linkSees: true,
  heardMs: 0,
  suspectMs: Number.POSITIVE_INFINITY,
  blockedAfterMs: Number.POSITIVE_INFINITY,
}

const phases: Readonly<Record<SubscriptionState['state'], SessionFacts['phase']>> = {
  connecting: 'connecting',
  open: 'open',
  waiting: 'reconnecting',
  reconnecting: 'reconnecting',
}

/** Creates the word of a session at rest. */
export function createWord(transport: TransportName, surroundings: WordSurroundings): Word {
  const { clock, trace, linkSees, changed } = surroundings
  const { now } = surroundings.environment
  let facts = atRest
  let attempt = 0
  let code: number | null = null
  let shown: StateChange = { transport, state: 'idle', attempt: 0, code: null, atMs: 0 }

  function know(more: Partial<SessionFacts>): void {
    const nowMs = now()
    facts = { ...facts, ...more, linkSees: linkSees() }
    const state = stateOf(transport, facts, nowMs)
    const tries = state === 'reconnecting' ? attempt : 0
    if (state === shown.state && tries === shown.attempt && code === shown.code) return
    shown = { transport, state, attempt: tries, code, atMs: clock.toHost(nowMs) }
    trace.addState(shown)
    changed()
  }

  return {
    get shown() {
      return shown
    },
    begin: limits => know({ ...limits, heardMs: now() }),
    told(state) {
      if ('attempt' in state) attempt = state.attempt
      code = 'error' in state ? (state.error.status ?? null) : null
      know({ phase: phases[state.state], heardMs: now(), askedMs: null })
    },
    heard: () => know({ heardMs: now() }),
    asked: () => know({ askedMs: now(), isOnLink: false }),
    answered: () => know({ askedMs: null }),
    seen(fromMs) {
      const { askedMs } = facts
      if (askedMs !== null && fromMs > clock.toHost(askedMs) - clockErrorMs) know({ isOnLink: true })
    },
    idle() {
      code = null
      know(atRest)
    },
    closed(why) {
      code = why
      know({ phase: 'closed', askedMs: null })
    },
    look: () => know({}),
  }
}

import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { Receipt, Session, SessionState, Sessions, TelemetryOf, Trace } from '../context.ts'
import {
  type Account,
  createAccount,
  createLogHeads,
  noCounts,
  noLosses,
  nonePending,
} from '../lab/outcomes.ts'
import { createListeners } from '../listeners.ts'
import type { PageState } from '../state.ts'
import type { Store } from '../store.ts'

/** The sessions of a replay, told by what is played what they did. */
export interface ReplaySessions extends Sessions {
  message(message: TelemetryOf<'message'>): void
  event(event: TelemetryOf<'event'>): void
  received(receipt: Receipt): void
}

/** What a request and an answer to it mean for each transport. */
const words: Readonly<
  Record<TransportName, { readonly request: SessionState; readonly response: SessionState }>
> = {
  polling: { request: 'waiting', response: 'gap' },
  'long-polling': { request: 'waiting', response: 'gap' },
  streaming: { request: 'connecting', response: 'open' },
  sse: { request: 'connecting', response: 'open' },
  websocket: { request: 'connecting', response: 'open' },
}

interface Played {
  state: SessionState
  cursor: string | null
  account: Account | null
}

const isTransport = (name: string): name is TransportName =>
  (transportNames as readonly string[]).includes(name)

/** Creates sessions that are idle; `setRunning` is told when they are stopped and started. */
export function createReplaySessions(
  store: Pick<Store<PageState>, 'get' | 'subscribe'>,
  trace: Pick<Trace, 'addState'>,
  setRunning: (running: boolean) => void,
): ReplaySessions {
  const log = createLogHeads()
  const { tell: changed, subscribe } = createListeners()
  const played = new Map<TransportName, Played>(
    transportNames.map(name => [name, { state: 'idle', cursor: null, account: null }]),
  )
  const sessions = new Map(transportNames.map(name => [name, sessionOf(name, played.get(name) as Played)]))
  store.subscribe(changed)

  return {
    get shown() {
      const { mode, transport } = store.get()
      return (mode === 'compare' ? transportNames : [transport]).map(name => sessions.get(name) as Session)
    },
    of: transport => sessions.get(transport) as Session,
    publish: () => null,
    lastSwitch: null,
    subscribe,
    stop: () => setRunning(false),
    start: () => setRunning(true),
    message({ transport, kind, fromMs, endMs }) {
      if (!isTransport(transport) || (kind !== 'request' && kind !== 'response')) return
      const own = played.get(transport) as Played
      const state = words[transport][kind]
      // A request is told again when it has left the link.
      if (own.state === state || (kind === 'request' && endMs !== null)) return
      own.state = state
      trace.addState({ transport, state, atMs: endMs ?? fromMs, attempt: 0, code: null })
      changed()
    },
    event: ({ cursor }) => log.appended(cursor),
    received({ transport, cursor }) {
      const own = played.get(transport) as Played
      own.account ??= createAccount(log)
      own.account.delivered(cursor)
      own.cursor = cursor
      changed()
    },
  }
}

function sessionOf(transport: TransportName, played: Played): Session {
  return {
    transport,
    attempt: 0,
    code: null,
    get state() {
      return played.state
    },
    get cursor() {
      return played.cursor
    },
    get counts() {
      return played.account?.counts() ?? noCounts
    },
    get losses() {
      return played.account?.losses() ?? noLosses
    },
    get pending() {
      return played.account?.pending() ?? nonePending
    },
  }
}

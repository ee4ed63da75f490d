import { type TransportName, transportNames } from '../../../server/protocol.ts'
import { createBrowserEnvironment } from '../../browser.ts'
import type { ClientEnvironment } from '../../transport.ts'
import type { PageContext, Sessions } from '../context.ts'
import type { PageState } from '../state.ts'
import { createLogHeads, type LogHeads } from './outcomes.ts'
import {
  type Channel,
  type ChannelOptions,
  type ChannelSurroundings,
  createChannel,
} from './sessions-channel.ts'
import { blockedAfterMs, deadlinesOf, restartKey } from './sessions-deadlines.ts'
import { createSwitchCount, type SwitchCount } from './sessions-switch.ts'

/** What sessions are made of; a test gives its own environment and tells when to look at the clock. */
export interface SessionsSurroundings extends Pick<PageContext, 'store' | 'telemetry' | 'trace'> {
  readonly environment?: ClientEnvironment
  /** The name by which the page calls the link's host. */
  readonly host?: string
  /** Calls again and again, a few times a second. */
  readonly repeat?: (look: () => void) => void
}

const lookEveryMs = 250

const usualRepeat = (look: () => void) => {
  setInterval(look, lookEveryMs)
}

/** Where the page's requests go; null until the page knows its number and the host's clock, and in a replay. */
function linkOf({ ports, tab, server, clock }: PageState, host: string): string | null {
  return ports === null || tab === null || clock === null || server === 'replay'
    ? null
    : `http://${host}:${ports.link}/?tab=${tab}`
}

function wantedOf({ mode, transport }: PageState): readonly TransportName[] {
  return mode === 'compare' ? transportNames : [transport]
}

/**
 * Creates the sessions and follows the store: a pause ends the subscriptions and they go on from their cursors; an
 * option restarts those it matters to; in mode `one` a transport takes over at the other's cursor.
 */
export function createSessions(surroundings: SessionsSurroundings): Sessions {
  const { store, repeat = usualRepeat, host = 'localhost' } = surroundings
  const log = createLogHeads()
  const listeners = new Set<() => void>()
  const keys = new Map<TransportName, string>()
  let wanted = wantedOf(store.get())
  let isStarted = true
  let switching: SwitchCount | null = null

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const channels = createChannels(surroundings, log, changed, (transport, delivery) => {
    if (transport === switching?.to) switching.delivered(delivery)
  })

  /** In mode `one`, the transport that takes over begins where the other is. */
  function takeOver(before: readonly TransportName[]): void {
    const [from, to] = [before[0], wanted[0]]
    if (before.length !== 1 || wanted.length !== 1 || from === undefined || to === undefined) {
      if (before.length !== wanted.length) switching = null
      return
    }
    if (from === to) return
    const since = channels[from].session.cursor
    switching = since === null ? null : createSwitchCount(from, to, since, log)
    if (since !== null) channels[to].adopt(since)
  }

  function follow(state: PageState): void {
    const before = wanted
    wanted = wantedOf(state)
    takeOver(before)
    const link = isStarted && !state.paused ? linkOf(state, host) : null
    for (const transport of transportNames) {
      const channel = channels[transport]
      const isWanted = wanted.includes(transport)
      const key = isWanted && link !== null ? restartKey(link, transport, state) : undefined
      if (key === keys.get(transport) && isWanted) continue
      if (!isWanted) channel.forget()
      if (key === undefined || link === null) channel.stop()
      else channel.start(optionsOf(transport, state, link))
      if (key === undefined) keys.delete(transport)
      else keys.set(transport, key)
    }
    changed()
  }

  follow(store.get())
  store.subscribe(follow)
  repeat(() => {
    for (const transport of wanted) channels[transport].word.look()
  })

  const setStarted = (started: boolean) => {
    isStarted = started
    follow(store.get())
  }
  return {
    get shown() {
      return wanted.map(transport => channels[transport].session)
    },
    of: transport => channels[transport].session,
    get lastSwitch() {
      return switching?.result() ?? null
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => setStarted(false),
    start: () => setStarted(true),
  }
}

function optionsOf(transport: TransportName, state: PageState, link: string): ChannelOptions {
  return {
    url: new URL(link),
    poll: state.poll,
    holdMs: state.holdMs,
    blockedAfterMs: blockedAfterMs(state),
    ...deadlinesOf(transport, state),
  }
}

type Channels = Readonly<Record<TransportName, Channel>>

function createChannels(
  { store, telemetry, trace, environment = createBrowserEnvironment() }: SessionsSurroundings,
  log: LogHeads,
  changed: () => void,
  delivered: ChannelSurroundings['delivered'],
): Channels {
  const linkSees = () => {
    const { lab, server, settings } = store.get()
    return lab === 'open' && server === 'up' && !settings.link.blackHole
  }
  const common = { environment, clock: telemetry.clock, trace, log, linkSees, delivered, changed }
  const channels: Channels = {
    polling: createChannel('polling', common),
    'long-polling': createChannel('long-polling', common),
    streaming: createChannel('streaming', common),
    sse: createChannel('sse', common),
    websocket: createChannel('websocket', common),
  }
  telemetry.on('event', ({ cursor }) => log.appended(cursor))
  telemetry.on('message', ({ way, kind, tab, transport, fromMs }) => {
    if (way !== 'up' || kind !== 'request') return
    if (tab === store.get().tab && transport in channels) {
      channels[transport as TransportName].word.seen(fromMs)
    }
    // The poll before an event stream bears no mark.
    if (tab === null && transport === 'polling') channels.sse.word.seen(fromMs)
  })
  return channels
}

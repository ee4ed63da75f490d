import { type TransportName, transportNames } from '../../../server/protocol.ts'
import { createBrowserEnvironment } from '../../browser.ts'
import type { ClientEnvironment } from '../../transport.ts'
import type { PageContext, Sessions } from '../context.ts'
import { createListeners } from '../listeners.ts'
import type { PageState } from '../state.ts'
import { createLogHeads, type LogHeads } from './outcomes.ts'
import { type Channel, type ChannelSurroundings, createChannel } from './sessions-channel.ts'
import { createWayUp, type WayUp } from './sessions-publish.ts'
import { createRun } from './sessions-run.ts'
import { createTakeOver } from './sessions-take-over.ts'

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
 * Creates the sessions, which rest until they are started, and follows the store: an option restarts those it matters
 * to; in mode `one` a transport takes over at the other's cursor. A pause is none of theirs.
 */
export function createSessions(surroundings: SessionsSurroundings): Sessions {
  const { store, repeat = usualRepeat, host = 'localhost' } = surroundings
  const { environment = createBrowserEnvironment() } = surroundings
  const log = createLogHeads()
  const { tell: changed, subscribe } = createListeners()
  const takeOver = createTakeOver(log)
  const wayUp = createWayUp(environment)
  const channels = createChannels({ ...surroundings, environment, wayUp }, log, changed, takeOver.delivered)
  const run = createRun(channels)
  let wanted = wantedOf(store.get())
  let isStarted = false

  const linkNow = (state: PageState) => (isStarted ? linkOf(state, host) : null)
  function follow(state: PageState): void {
    const before = wanted
    wanted = wantedOf(state)
    takeOver.follow(before, wanted, channels)
    run(wanted, linkNow(state), state)
    changed()
  }
  const setStarted = (started: boolean) => {
    isStarted = started
    follow(store.get())
  }
  store.subscribe(follow)
  repeat(() => {
    for (const transport of wanted) channels[transport].word.look()
  })
  return {
    get shown() {
      return wanted.map(transport => channels[transport].session)
    },
    of: transport => channels[transport].session,
    publish: data => wayUp.publish(data, wanted, linkNow(store.get())),
    get lastSwitch() {
      return takeOver.result()
    },
    subscribe,
    stop: () => setStarted(false),
    start: () => setStarted(true),
  }
}

type Channels = Readonly<Record<TransportName, Channel>>

interface ChannelsSurroundings extends Pick<PageContext, 'store' | 'telemetry' | 'trace'> {
  readonly environment: ClientEnvironment
  readonly wayUp: WayUp
}

function createChannels(
  { store, telemetry, trace, environment, wayUp }: ChannelsSurroundings,
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
    websocket: createChannel('websocket', { ...common, environment: wayUp.environment }),
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

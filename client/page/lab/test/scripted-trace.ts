import type { CategoryBytes } from '../../../../bench/live/protocol.ts'
import type { TransportName } from '../../../../server/protocol.ts'
import type { Receipt, TelemetryOf, TraceView } from '../../context.ts'

type Message = TelemetryOf<'message'>
type Event = TelemetryOf<'event'>
type Connection = TelemetryOf<'connection'>

/** What a scripted trace plays; all times are host milliseconds. */
export interface Script {
  readonly rttMs: number
  readonly untilMs: number
  readonly eventsMs: readonly number[]
  readonly pollIntervalMs?: number
  readonly holdMs?: number
  readonly publishMs?: readonly number[]
  readonly pingEveryMs?: number
  /** From then on the link swallows all that enters it. */
  readonly blackHoleMs?: number
  /** Then the open connections are reset. */
  readonly resetMs?: number
  /** How long the long poller rests after an answer, as one that backs off does. */
  readonly restMs?: number
}

/** What the five scripts write to. */
interface Stage {
  readonly script: Required<Omit<Script, 'blackHoleMs' | 'resetMs'>> & Script
  readonly oneWayMs: number
  readonly events: readonly Event[]
  say(what: Partial<Message> & Pick<Message, 'transport' | 'way' | 'kind' | 'name' | 'fromMs'>): Message
  receive(transport: TransportName, events: readonly Event[], atMs: number): void
  connect(atMs: number): number
}

const bytes = (some: Partial<CategoryBytes>): CategoryBytes => ({
  head: 0,
  framing: 0,
  envelope: 0,
  payload: 0,
  ...some,
})

/** Every message has the same members in the same order, as those that are parsed from telemetry. */
function messageOf(what: Parameters<Stage['say']>[0], id: number, toMs: number | null): Message {
  return {
    type: 'message',
    id,
    connection: what.connection ?? 1,
    tab: 1,
    transport: what.transport,
    way: what.way,
    kind: what.kind,
    name: what.name,
    fromMs: what.fromMs,
    toMs,
    endMs: toMs,
    bytes: what.bytes ?? bytes({}),
    cursors: what.cursors ?? [],
    events: what.events ?? 0,
    empty: what.empty ?? false,
    status: what.status ?? null,
    exchange: what.exchange ?? id,
  }
}

const recordBytes = 93
const requestBytes = bytes({ head: 486 })

function answer(carried: readonly Event[]): Partial<Message> {
  if (carried.length === 0) {
    return { name: '204 No Content', status: 204, empty: true, bytes: bytes({ head: 214 }) }
  }
  const payload = carried.length * recordBytes
  return {
    name: '200 OK',
    status: 200,
    events: carried.length,
    cursors: carried.map(({ cursor }) => cursor),
    bytes: bytes({ head: 266, envelope: 34 + carried.length, payload }),
  }
}

const between = ({ events }: Stage, afterMs: number, untilMs: number) =>
  events.filter(({ appendedMs }) => appendedMs > afterMs && appendedMs <= untilMs)

function playPolling(stage: Stage): void {
  const { oneWayMs, script } = stage
  const connection = stage.connect(0)
  const common = { transport: 'polling', connection } as const
  let readMs = 0
  for (let at = 400; at < script.untilMs; at += script.pollIntervalMs) {
    const name = 'GET /polling?since=5f3a9c1e.1'
    const request = stage.say({
      ...common,
      way: 'up',
      kind: 'request',
      name,
      fromMs: at,
      bytes: requestBytes,
    })
    if (request.endMs === null) continue
    const carried = between(stage, readMs, request.endMs)
    readMs = request.endMs
    const down = { ...common, way: 'down', kind: 'response', name: '', fromMs: readMs } as const
    stage.say({ ...down, ...answer(carried), exchange: request.id })
    stage.receive('polling', carried, readMs + oneWayMs)
  }
}

function playLongPolling(stage: Stage): void {
  const { script, oneWayMs } = stage
  const connection = stage.connect(0)
  const common = { transport: 'long-polling', connection } as const
  let readMs = 0
  for (let at = 20; at < script.untilMs; ) {
    const name = 'GET /long-polling?since=5f3a9c1e.1&timeout=25000'
    const request = stage.say({
      ...common,
      way: 'up',
      kind: 'request',
      name,
      fromMs: at,
      bytes: requestBytes,
    })
    if (request.endMs === null) return
    const next = stage.events.find(({ appendedMs }) => appendedMs > readMs)
    const dueMs = Math.min(
      Math.max(request.endMs, next?.appendedMs ?? Infinity),
      request.endMs + script.holdMs,
    )
    if (dueMs >= (script.resetMs ?? script.untilMs)) return
    const carried = between(stage, readMs, dueMs)
    readMs = dueMs
    const down = { ...common, way: 'down', kind: 'response', name: '', fromMs: dueMs } as const
    stage.say({ ...down, ...answer(carried), exchange: request.id })
    stage.receive('long-polling', carried, dueMs + oneWayMs)
    at = dueMs + oneWayMs + script.restMs
  }
}

function playStream(stage: Stage, transport: 'streaming' | 'sse', at: number): void {
  const { oneWayMs, script } = stage
  const connection = stage.connect(at)
  const common = { transport, connection } as const
  const get = { ...common, way: 'up', kind: 'request', name: `GET /${transport}` } as const
  const request = stage.say({ ...get, fromMs: at, bytes: requestBytes })
  const down = { ...common, way: 'down', status: 200, exchange: request.id } as const
  const openMs = at + oneWayMs
  stage.say({ ...down, kind: 'response', name: '200 OK', fromMs: openMs, bytes: bytes({ head: 312 }) })
  stage.say({ ...down, kind: 'chunk', name: '', fromMs: openMs, bytes: bytes({ framing: 6, envelope: 24 }) })
  for (const event of between(stage, openMs, script.resetMs ?? script.untilMs)) {
    const sent = bytes({ framing: 6, envelope: transport === 'sse' ? 26 : 1, payload: recordBytes })
    const carried = { events: 1, cursors: [event.cursor], bytes: sent }
    const chunk = stage.say({ ...down, kind: 'chunk', name: '', fromMs: event.appendedMs, ...carried })
    if (chunk.endMs !== null) stage.receive(transport, [event], chunk.endMs)
  }
}

function openWebSocket(stage: Stage, at: number) {
  const connection = stage.connect(at)
  const common = { transport: 'websocket', connection } as const
  const get = { ...common, way: 'up', kind: 'request', name: 'GET /websocket' } as const
  const request = stage.say({ ...get, fromMs: at, bytes: bytes({ head: 541 }) })
  const openMs = at + stage.oneWayMs
  const status = { status: 101, bytes: bytes({ head: 161 }), exchange: request.id } as const
  const name = '101 Switching Protocols'
  stage.say({ ...common, way: 'down', kind: 'response', name, fromMs: openMs, ...status })
  return { common: { ...common, exchange: request.id }, openMs }
}

function playWebSocket(stage: Stage, at: number): void {
  const { script, oneWayMs } = stage
  const { common, openMs } = openWebSocket(stage, at)
  const frame = { ...common, way: 'down', kind: 'frame', name: 'text' } as const
  stage.say({ ...frame, fromMs: openMs, bytes: bytes({ framing: 2, envelope: 23 }) })
  const endMs = script.resetMs ?? script.untilMs
  for (const event of between(stage, openMs, endMs)) {
    const carried = { events: 1, cursors: [event.cursor], bytes: bytes({ framing: 2, payload: recordBytes }) }
    const sent = stage.say({ ...frame, fromMs: event.appendedMs, ...carried })
    if (sent.endMs !== null) stage.receive('websocket', [event], sent.endMs)
  }
  for (const fromMs of script.publishMs) {
    const sent = bytes({ framing: 6, envelope: 12, payload: 29 })
    stage.say({ ...frame, way: 'up', fromMs, bytes: sent })
    stage.say({ ...frame, fromMs: fromMs + oneWayMs, bytes: bytes({ framing: 2, envelope: 26 }) })
  }
  const control = { ...common, kind: 'control' } as const
  for (let ping = script.pingEveryMs; ping < endMs; ping += script.pingEveryMs) {
    stage.say({ ...control, way: 'down', name: 'ping', fromMs: ping, bytes: bytes({ framing: 2 }) })
    const pong = { ...control, way: 'up', name: 'pong', fromMs: ping + oneWayMs } as const
    stage.say({ ...pong, bytes: bytes({ framing: 6 }) })
  }
}

function scriptedEvents(script: Script): Event[] {
  return script.eventsMs.map((at, index) => ({
    type: 'event',
    sequence: index + 1,
    cursor: `5f3a9c1e.${index + 1}`,
    intendedMs: at,
    appendedMs: at + 0.5,
    topic: null,
    recordBytes,
  }))
}

const usual = { pollIntervalMs: 1000, holdMs: 25_000, publishMs: [], pingEveryMs: 3000, restMs: 0 }

/** A trace of all five transports on one link, as telemetry would tell it at `untilMs`; the same for the same script. */
export function scriptedTrace(given: Script): TraceView {
  const script = { ...usual, ...given }
  const oneWayMs = script.rttMs / 2
  const messages: Message[] = []
  const receipts: Receipt[] = []
  const connections: Connection[] = []
  const events = scriptedEvents(script)
  const swallowed = (fromMs: number) => fromMs >= (script.blackHoleMs ?? Infinity)
  let id = 0

  const stage: Stage = {
    script,
    oneWayMs,
    events,
    say(what) {
      id += 1
      const arrivesMs = what.fromMs + oneWayMs
      const toMs = swallowed(what.fromMs) || arrivesMs > script.untilMs ? null : arrivesMs
      const message = messageOf(what, id, toMs)
      if (message.fromMs <= script.untilMs) messages.push(message)
      return message
    },
    receive(transport, carried, atMs) {
      if (atMs > script.untilMs) return
      for (const { cursor, sequence } of carried) receipts.push({ transport, cursor, sequence, atMs })
    },
    connect(atMs) {
      const opened = { id: connections.length + 1, atMs, state: 'opened', how: null } as const
      connections.push({ type: 'connection', ...opened, clientPort: 50_000 + opened.id })
      return opened.id
    },
  }
  playPolling(stage)
  playLongPolling(stage)
  playStream(stage, 'streaming', 300)
  playStream(stage, 'sse', 300)
  playWebSocket(stage, 300)
  const { resetMs } = script
  if (resetMs !== undefined) {
    const reset = { atMs: resetMs, state: 'closed', how: 'reset' } as const
    connections.push(...connections.map(opened => ({ ...opened, ...reset })))
  }
  return viewOf(messages, events, receipts, connections)
}

function viewOf(
  messages: Message[],
  events: readonly Event[],
  receipts: Receipt[],
  connections: readonly Connection[],
): TraceView {
  messages.sort((a, b) => a.fromMs - b.fromMs || a.id - b.id)
  receipts.sort((a, b) => a.atMs - b.atMs)
  const byId = new Map(messages.map(message => [message.id, message]))
  const byCursor = new Map(events.map(event => [event.cursor, event]))
  return {
    messages,
    events,
    receipts,
    connections,
    states: [],
    servers: [],
    message: id => byId.get(id),
    event: cursor => byCursor.get(cursor),
  }
}

/** Times of a Poisson process of `perSecond` from 0 to `untilMs`, the same for the same seed. */
export function scriptedArrivals(perSecond: number, untilMs: number, seed = 7): number[] {
  const times: number[] = []
  let state = seed
  for (let at = 0; ; ) {
    state = (state * 48_271) % 2_147_483_647
    at += (-Math.log(state / 2_147_483_647) * 1000) / perSecond
    if (at >= untilMs) return times
    times.push(at)
  }
}

import { afterEach, describe, expect, it } from 'vitest'
import type { Telemetry } from '../../../bench/live/protocol.ts'
import { transportNames } from '../../../server/protocol.ts'
import { startServer, type TestServer } from '../../../server/test/start-server.ts'
import { createNodeEnvironment, type NodeEnvironment } from '../../node.ts'
import type { Sessions, TelemetryClient, Trace } from '../context.ts'
import { createHandlers } from '../handlers.ts'
import { initialState, type PageState } from '../state.ts'
import { createStore, type Store } from '../store.ts'
import { createSessions } from './sessions.ts'
import { createTrace, feedTrace } from './trace.ts'

interface Lab {
  readonly server: TestServer
  readonly store: Store<PageState>
  readonly sessions: Sessions
  readonly trace: Trace
  /** What each request asked for, path and query. */
  readonly asked: string[]
  tell(...messages: Telemetry[]): void
  /** Appends events and tells of them as telemetry does. */
  append(events: number): void
  look(): void
  until(isSo: () => boolean): Promise<void>
}

let lab: Lab
let environment: NodeEnvironment
afterEach(() => {
  lab.sessions.stop()
  environment.close()
})

async function start(state: Partial<PageState> = {}, isStarted = true): Promise<Lab> {
  const server = await startServer({})
  environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
  const { on, tell } = createHandlers()
  const now = () => performance.now()
  const clock = {
    now: () => now() + 5_000,
    toHost: (ms: number) => ms + 5_000,
    toPage: (ms: number) => ms - 5_000,
  }
  const telemetry: TelemetryClient = { on, clock, send: () => true, close: () => undefined }
  const trace = createTrace()
  feedTrace(trace, telemetry, () => 3)
  const ports = { page: 0, link: server.port, handshake: 0 }
  const poll = { intervalMs: 10, pace: 'rate' } as const
  const store = createStore<PageState>({
    ...initialState,
    lab: 'open',
    clock: { offsetMs: 5_000, errorMs: 1 },
    tab: 3,
    ports,
    poll,
    ...state,
  })
  const asked: string[] = []
  const noted = (url: URL) => {
    asked.push(url.pathname + url.search)
    return url
  }
  let looked: () => void = () => undefined
  const sessions = createSessions({
    store,
    telemetry,
    trace,
    host: '127.0.0.1',
    environment: {
      ...environment,
      request: (url, init) => environment.request(noted(url), init),
      openEventStream: (url, options) => environment.openEventStream(noted(url), options),
      openWebSocket: (url, protocol, signal) => environment.openWebSocket(noted(url), protocol, signal),
    },
    repeat: look => {
      looked = look
    },
  })
  if (isStarted) sessions.start()
  return {
    server,
    store,
    sessions,
    trace,
    asked,
    tell: (...messages) => tell(messages),
    append(events) {
      for (let index = 0; index < events; index++) {
        server.feed.append({ data: index })
        const sequence = server.feed.head
        const cursor = server.feed.cursorAt(sequence)
        const atMs = clock.now()
        tell([
          {
            type: 'event',
            sequence,
            cursor,
            intendedMs: atMs,
            appendedMs: atMs,
            topic: null,
            recordBytes: 40,
          },
        ])
      }
    },
    look: () => looked(),
    until: isSo =>
      new Promise(done => {
        const end = sessions.subscribe(check)
        function check(): void {
          if (!isSo()) return
          end()
          done()
        }
        check()
      }),
  }
}

const all = (isSo: (session: Sessions['shown'][number]) => boolean) => () => lab.sessions.shown.every(isSo)
const cursors = () => [...new Set(lab.sessions.shown.map(({ cursor }) => cursor))]

describe('the sessions of a page', () => {
  it('publish on the WebSocket where it is shown, which all receive', async () => {
    lab = await start()
    await lab.until(all(({ cursor }) => cursor !== null))
    expect(await lab.sessions.publish({ by: 'hand' })).toBe(lab.server.feed.cursorAt(1))
    await lab.until(all(({ counts }) => counts.delivered === 1))
    expect(lab.asked.filter(path => path.startsWith('/events'))).toEqual([])
  })

  it('publish by a POST that bears the page’s mark where another transport is shown', async () => {
    lab = await start({ mode: 'one', transport: 'sse' })
    await lab.until(all(({ cursor }) => cursor !== null))
    expect(await lab.sessions.publish({ by: 'hand' })).toBe(lab.server.feed.cursorAt(1))
    await lab.until(all(({ counts }) => counts.delivered === 1))
    expect(lab.asked.filter(path => path.startsWith('/events'))).toEqual(['/events?tab=3'])
  })

  it('have no way up while they rest', async () => {
    lab = await start()
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.sessions.stop()
    await expect.poll(() => lab.sessions.publish(1)).toBeNull()
    lab.store.set({ mode: 'one', transport: 'polling' })
    expect(lab.sessions.publish(1)).toBeNull()
  })

  it('follow the feed on every transport, marked as this page’s, with receipts on the host’s clock', async () => {
    lab = await start()
    await lab.until(all(({ cursor }) => cursor !== null))
    const beforeMs = performance.now() + 5_000
    lab.append(3)
    await lab.until(all(({ counts }) => counts.delivered === 3))
    expect(lab.sessions.shown.map(({ transport }) => transport)).toEqual([...transportNames])
    expect(lab.sessions.shown.map(({ counts }) => counts)).toEqual(
      transportNames.map(() => ({ delivered: 3, lost: 0, duplicated: 0, reordered: 0 })),
    )
    expect(lab.trace.receipts).toHaveLength(15)
    for (const { atMs, sequence } of lab.trace.receipts) {
      expect(atMs).toBeGreaterThanOrEqual(beforeMs)
      expect(atMs).toBeLessThan(performance.now() + 5_000)
      expect([1, 2, 3]).toContain(sequence)
    }
    const unmarked = lab.asked.filter(target => !target.includes('tab=3'))
    // An event stream's start is asked for without the mark.
    expect(unmarked).toEqual(['/polling'])
  })

  it('say in a word what they do, and the trace keeps it', async () => {
    lab = await start({ mode: 'one', transport: 'long-polling' })
    const session = lab.sessions.of('long-polling')
    await lab.until(() => session.state === 'waiting' && session.cursor !== null)
    lab.append(1)
    await lab.until(() => session.counts.delivered === 1 && session.state === 'waiting')
    lab.sessions.stop()
    expect(session.state).toBe('idle')
    const words = lab.trace.states.map(({ state }) => state)
    expect(words[0]).toBe('connecting')
    expect(words.slice(-4)).toEqual(['waiting', 'gap', 'waiting', 'idle'])
  })

  it('go on in a pause', async () => {
    lab = await start()
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.store.set({ paused: true })
    lab.append(2)
    await lab.until(all(({ counts }) => counts.delivered === 2))
  })

  it('end when they are stopped, and go on from their cursors', async () => {
    lab = await start()
    lab.append(1)
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.sessions.stop()
    const [before] = cursors()
    expect(lab.sessions.shown.map(({ state }) => state)).toEqual(transportNames.map(() => 'idle'))
    lab.append(4)
    expect(cursors()).toEqual([before])
    lab.sessions.start()
    await lab.until(all(({ counts }) => counts.delivered >= 4))
    expect(lab.sessions.shown.map(({ counts: { lost, duplicated } }) => [lost, duplicated])).toEqual(
      transportNames.map(() => [0, 0]),
    )
    expect(lab.asked.filter(target => target.startsWith('/sse')).at(-1)).toBe(`/sse?tab=3&since=${before}`)
  })

  it('restart only what an option matters to', async () => {
    lab = await start()
    await lab.until(all(({ cursor }) => cursor !== null))
    const askedBefore = lab.asked.filter(target => !target.startsWith('/polling')).length
    lab.store.set({ holdMs: 2_000 })
    await lab.until(() => lab.asked.some(target => target.includes('timeout=2000')))
    const askedSince = lab.asked.filter(target => !target.startsWith('/polling')).slice(askedBefore)
    expect(askedSince.filter(target => !target.startsWith('/long-polling'))).toEqual([])
  })

  it('hand the cursor over in a switch, and count what came meanwhile', async () => {
    lab = await start({ mode: 'one', transport: 'streaming' })
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.append(2)
    await lab.until(all(({ counts }) => counts.delivered === 2))
    for (const transport of ['polling', 'sse', 'long-polling', 'websocket', 'streaming'] as const) {
      const from = lab.store.get().transport
      lab.store.set({ transport })
      // Nobody listens now, and the next one has not asked yet.
      lab.append(3)
      await lab.until(all(({ counts }) => counts.delivered === 3))
      lab.append(1)
      await lab.until(all(({ counts }) => counts.delivered === 4))
      expect(lab.sessions.lastSwitch).toEqual({ from, to: transport, delivered: 3, lost: 0, duplicated: 0 })
    }
    expect(lab.trace.receipts).toHaveLength(2 + 5 * 4)
  })

  it('rest until they are started', async () => {
    lab = await start({ mode: 'one', transport: 'websocket' }, false)
    lab.store.set({ holdMs: 1_000 })
    expect([lab.sessions.of('websocket').state, lab.asked]).toEqual(['idle', []])
    lab.sessions.start()
    await lab.until(all(({ state }) => state === 'open'))
  })

  it('show none in a replay, before the hello, or when they are stopped, and begin anew when hidden meanwhile', async () => {
    lab = await start({ tab: null })
    expect(lab.sessions.shown.every(({ state }) => state === 'idle')).toBe(true)
    lab.store.set({ tab: 3, mode: 'one', transport: 'websocket' })
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.sessions.stop()
    expect(lab.sessions.of('websocket').state).toBe('idle')
    lab.sessions.start()
    await lab.until(all(({ state }) => state === 'open'))
    lab.store.set({ server: 'replay' })
    expect(lab.sessions.of('websocket').state).toBe('idle')
    lab.store.set({ server: 'up', mode: 'compare' })
    lab.store.set({ mode: 'one', transport: 'polling' })
    expect(lab.sessions.of('websocket').cursor).toBe(null)
  })

  it('tell a refusal with its status, and do not try again', async () => {
    lab = await start({ mode: 'one', transport: 'polling', holdMs: 1 })
    await lab.until(all(({ cursor }) => cursor !== null))
    lab.store.set({ mode: 'compare' })
    lab.store.set({ mode: 'one', transport: 'long-polling', holdMs: 10_000_000 })
    await lab.until(() => lab.sessions.of('long-polling').state === 'closed')
    expect(lab.sessions.of('long-polling').code).toBe(400)
  })
})

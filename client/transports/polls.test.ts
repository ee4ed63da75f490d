import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNodeEnvironment } from '../node.ts'
import { drain, type ScriptedServer, startScriptedServer, take } from '../test/scripted-server.ts'
import type { TransportOptions } from '../transport.ts'
import { transports } from '../transports.ts'

const record = (sequence: number) => ({ id: `e.${sequence}`, at: sequence, data: '지진' })
const gap = { reason: 'evicted', lost: 3, cursor: 'e.1' }
const first = { cursor: 'e.0', events: [] }

const answers = (response: ServerResponse, body: unknown) =>
  body === undefined ? response.writeHead(204).end() : response.writeHead(200).end(JSON.stringify(body))

describe.each(['polling', 'long-polling'] as const)('%s', name => {
  const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
  let server: ScriptedServer
  afterEach(() => server.close())

  /** Answers the requests with the bodies in turn, and holds what comes after them. */
  async function open(bodies: unknown[], more: Partial<TransportOptions> = {}) {
    const left = [...bodies]
    server = await startScriptedServer({
      request: (_, response) => left.length > 0 && answers(response, left.shift()),
    })
    const signal = new AbortController().signal
    const poll = { intervalMs: 1, pace: 'pause', phaseMs: 0 } as const
    return transports[name]({ url: server.url, signal, environment, poll, ...more })
  }

  it('asks for the cursor first and goes on from each answer', async () => {
    const deliveries = await open([first, undefined, { cursor: 'e.2', gap, events: [record(2)] }, undefined])
    expect(await take(deliveries, 5)).toEqual([
      { type: 'open', cursor: 'e.0' },
      { type: 'alive', cursor: 'e.0', empty: true },
      { type: 'gap', cursor: 'e.1', gap },
      { type: 'event', cursor: 'e.2', record: record(2) },
      { type: 'alive', cursor: 'e.2', empty: true },
    ])
    expect(server.targets.slice(0, 4)).toEqual([
      `/${name}`,
      `/${name}?since=e.0`,
      `/${name}?since=e.0`,
      `/${name}?since=e.2`,
    ])
  })

  it('opens at once at the cursor that it is given', async () => {
    const deliveries = await open([{ cursor: 'e.8', events: [record(8)] }], { since: 'e.7' })
    expect(await take(deliveries, 2)).toEqual([
      { type: 'open', cursor: 'e.7' },
      { type: 'event', cursor: 'e.8', record: record(8) },
    ])
    expect(server.targets[0]).toBe(`/${name}?since=e.7`)
  })

  it('goes on from the cursor of the answer where that is beyond its last event', async () => {
    const answer = { cursor: 'e.9', events: [record(8)] }
    const deliveries = await open([answer, undefined], { since: 'e.7', topic: 't' })
    expect((await take(deliveries, 4)).slice(1)).toEqual([
      { type: 'event', cursor: 'e.8', record: record(8) },
      { type: 'alive', cursor: 'e.9', empty: false },
      { type: 'alive', cursor: 'e.9', empty: true },
    ])
    expect(server.targets.slice(0, 2)).toEqual([`/${name}?since=e.7&topic=t`, `/${name}?since=e.9&topic=t`])
  })

  it('asks for all events by saying nothing, and for the latest by its name', async () => {
    const all = await open([undefined], { since: 'e.7', take: 'all' })
    await take(all, 2)
    expect(server.targets[0]).toBe(`/${name}?since=e.7`)
    await server.close()
    const latest = await open([undefined], { since: 'e.7', take: 'latest' })
    await take(latest, 2)
    expect(server.targets[0]).toBe(`/${name}?since=e.7&take=latest`)
  })

  it('keeps to one connection', async () => {
    const deliveries = await open([first, undefined, undefined, undefined])
    await take(deliveries, 4)
    expect(server.connections()).toBe(1)
  })

  it('breaks with refused, the detail and the field on a 400, and leaves the connection usable', async () => {
    const detail = 'got "x", expected EPOCH.SEQUENCE'
    const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail, field: 'since' }
    server = await startScriptedServer({
      request: (_, response) => response.writeHead(400).end(JSON.stringify(problem)),
    })
    const run = () =>
      drain(transports[name]({ url: server.url, signal: new AbortController().signal, environment }))
    const { error } = await run()
    expect(error).toMatchObject({ code: 'refused', status: 400, retryable: false })
    expect(String(error)).toContain(`${detail} (since)`)
    await run()
    expect(server.connections()).toBe(1)
  })

  it('breaks with network when the answer is cut inside a record', async () => {
    server = await startScriptedServer({
      request(_, response) {
        response.writeHead(200, { 'Content-Length': 100 })
        response.write('{"cursor":"e.1","ev', () => response.socket?.destroy())
      },
    })
    const signal = new AbortController().signal
    const { error } = await drain(transports[name]({ url: server.url, signal, environment }))
    expect(error).toMatchObject({ code: 'network', retryable: true })
  })

  it.each(['{', '[]', 'null', '{"cursor":1,"events":[]}'])(
    'breaks with protocol on the answer %s',
    async body => {
      server = await startScriptedServer({ request: (_, response) => response.end(body) })
      const signal = new AbortController().signal
      const { error } = await drain(transports[name]({ url: server.url, signal, environment }))
      expect(error).toMatchObject({ code: 'protocol', retryable: false })
    },
  )

  it('ends without an error and drops the connection when it is aborted while a request is out', async () => {
    const abort = new AbortController()
    server = await startScriptedServer({ request: () => abort.abort() })
    const deliveries = transports[name]({ url: server.url, signal: abort.signal, environment })
    expect(await drain(deliveries)).toEqual({ items: [], error: undefined })
    await server.allClosed()
  })

  it('ends without an error when it is aborted inside an answer', async () => {
    const abort = new AbortController()
    server = await startScriptedServer({
      request(_, response) {
        response.writeHead(200).write('{"cur', () => setImmediate(() => abort.abort()))
      },
    })
    const deliveries = transports[name]({ url: server.url, signal: abort.signal, environment })
    expect(await drain(deliveries)).toEqual({ items: [], error: undefined })
    await server.allClosed()
  })
})

describe('the waits of the polls', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('leave no timer and no socket when a poller is aborted between polls', async () => {
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    const server = await startScriptedServer({ request: (_, response) => answers(response, first) })
    const abort = new AbortController()
    for await (const _ of transports.polling({ url: server.url, signal: abort.signal, environment })) {
      setImmediate(() => {
        expect(vi.getTimerCount()).toBe(1)
        abort.abort()
      })
    }
    expect(vi.getTimerCount()).toBe(0)
    environment.close()
    await server.allClosed()
    await server.close()
  })

  it('leave no timer when a long poll was answered', async () => {
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
    const server = await startScriptedServer({ request: (_, response) => answers(response, undefined) })
    const { signal } = new AbortController()
    await take(transports['long-polling']({ url: server.url, signal, environment, since: 'e.1' }), 3)
    expect(server.targets).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
    await server.close()
  })

  it('end a long poll as silent 10 s after its hold, with the hold as its timeout', async () => {
    let nowMs = 0
    const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal', now: () => nowMs })
    const server = await startScriptedServer({
      request() {
        nowMs = 12_000
        vi.advanceTimersByTime(12_000)
      },
    })
    const signal = new AbortController().signal
    const options = { url: server.url, signal, environment, since: 'e.1', holdMs: 2_000 }
    const { items, error } = await drain(transports['long-polling'](options))
    expect(items).toEqual([{ type: 'open', cursor: 'e.1' }])
    expect(error).toMatchObject({ code: 'silent', retryable: true })
    expect(server.targets).toEqual(['/long-polling?since=e.1&timeout=2000'])
    expect(vi.getTimerCount()).toBe(0)
    await server.allClosed()
    await server.close()
  })
})

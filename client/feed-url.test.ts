import { describe, expect, it } from 'vitest'
import { transportNames } from '../server/protocol.ts'
import { feedUrl } from './feed-url.ts'
import { createNodeEnvironment } from './node.ts'
import { drain, startScriptedServer } from './test/scripted-server.ts'
import { transports } from './transports.ts'

const base = new URL('http://localhost:8081/?tab=3')

describe('the address of a transport', () => {
  it('keeps the query of its base and adds what is asked', () => {
    expect(feedUrl('long-polling', { url: base, since: 'e.5', topic: 'a b' }, { timeout: 500 }).href).toBe(
      'http://localhost:8081/long-polling?tab=3&since=e.5&topic=a+b&timeout=500',
    )
  })

  it('leaves out what has no value, and its base as it was', () => {
    expect(feedUrl('sse', { url: base }, { timeout: undefined }).href).toBe('http://localhost:8081/sse?tab=3')
    expect(feedUrl('sse', { url: new URL('http://h/') }).href).toBe('http://h/sse')
    expect(base.href).toBe('http://localhost:8081/?tab=3')
  })

  it('has what is asked win over the same word in its base', () => {
    const url = new URL('http://h/?since=e.1')
    expect(feedUrl('polling', { url, since: 'e.2' }).href).toBe('http://h/polling?since=e.2')
  })

  it.each(transportNames)('is asked with its base’s query by %s', async name => {
    const server = await startScriptedServer({
      request: (_, response) => response.writeHead(403).end(),
      refuse: socket => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    })
    const environment = createNodeEnvironment({ keepAlive: false, heads: 'minimal' })
    const { signal } = new AbortController()
    await drain(transports[name]({ url: new URL('?tab=3', server.url), signal, environment }))
    await server.close()
    expect(server.targets).toEqual([`/${name}?tab=3`])
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { createNodeEnvironment } from './node.ts'
import { openPublisher, publish } from './publish.ts'
import { deferred, type ScriptedServer, startScriptedServer } from './test/scripted-server.ts'

const environment = createNodeEnvironment({ keepAlive: true, heads: 'minimal' })
const { signal } = new AbortController()
let server: ScriptedServer
afterEach(() => server.close())

describe('publish', () => {
  it('posts its JSON to its topic and resolves to the cursor', async () => {
    const posted = deferred<unknown[]>()
    server = await startScriptedServer({
      async request(request, response) {
        let body = ''
        for await (const chunk of request.setEncoding('utf8')) body += chunk
        posted.resolve([
          request.method,
          request.headers['content-type'],
          request.headers['content-length'],
          body,
        ])
        response.writeHead(201).end('{"id":"e.1"}')
      },
    })
    expect(await publish(environment, server.url, { a: '지' }, { topic: 'a b', signal })).toBe('e.1')
    expect(await posted.promise).toEqual(['POST', 'application/json', '11', '{"a":"지"}'])
    expect(server.targets).toEqual(['/events?topic=a+b'])
  })

  it('keeps the query of its base', async () => {
    server = await startScriptedServer({
      request: (_, response) => response.writeHead(201).end('{"id":"e.1"}'),
    })
    await publish(environment, new URL('/?tab=3', server.url), 1, { topic: 'chat', signal })
    await publish(environment, new URL('/?tab=3', server.url), 2, { signal })
    expect(server.targets).toEqual(['/events?tab=3&topic=chat', '/events?tab=3'])
  })

  it('rejects with what the server refuses', async () => {
    server = await startScriptedServer({
      request: (_, response) => response.writeHead(413).end('{"detail":"too long"}'),
    })
    await expect(publish(environment, server.url, 1, { signal })).rejects.toMatchObject({
      code: 'refused',
      status: 413,
      message: 'the server answered 413: too long',
    })
  })
})

describe('a publisher', () => {
  it('gives each publish its answer in order, among the records of the feed', async () => {
    const heard: string[] = []
    server = await startScriptedServer({
      upgrade(channel) {
        channel.send('{"cursor":"e.0"}')
        channel.on('message', data => {
          heard.push(String(data))
          if (heard.length < 3) return
          channel.send('{"id":"e.1","at":1,"data":"published"}')
          channel.send('{"published":"e.1"}')
          channel.send('{"problem":{"status":400,"detail":"bad topic","field":"topic"}}')
          channel.send('{"published":"e.2"}')
        })
      },
    })
    const publisher = await openPublisher(environment, server.url, { signal })
    const answers = await Promise.allSettled([
      publisher.publish('a'),
      publisher.publish('b', 'x'),
      publisher.publish({ c: null }),
    ])
    expect(answers).toMatchObject([
      { value: 'e.1' },
      { reason: { code: 'refused', status: 400, message: 'the server answered 400: bad topic (topic)' } },
      { value: 'e.2' },
    ])
    expect(heard).toEqual(['{"publish":"a"}', '{"publish":"b","topic":"x"}', '{"publish":{"c":null}}'])
    publisher.close()
    await server.allClosed()
    await expect(publisher.publish('late')).rejects.toMatchObject({ code: 'closed' })
  })

  it('rejects everything that is pending when the channel breaks', async () => {
    server = await startScriptedServer({
      upgrade: (channel, socket) => channel.on('message', () => socket.destroy()),
    })
    const publisher = await openPublisher(environment, server.url, { signal })
    const answers = await Promise.allSettled([publisher.publish(1), publisher.publish(2)])
    expect(answers).toMatchObject([{ reason: { code: 'network' } }, { reason: { code: 'network' } }])
    await expect(publisher.publish(3)).rejects.toMatchObject({ code: 'network' })
  })

  it('rejects what is pending with the reason of an abort', async () => {
    const abort = new AbortController()
    server = await startScriptedServer({
      upgrade: channel => channel.on('message', () => abort.abort('enough')),
    })
    const publisher = await openPublisher(environment, server.url, { signal: abort.signal })
    await expect(publisher.publish(1)).rejects.toBe('enough')
    await server.allClosed()
  })
})

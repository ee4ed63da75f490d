import { describe, expect, it } from 'vitest'
import { mounts } from './options.ts'
import { handshake, head, openRaw, withBody } from './test/raw-connection.ts'
import { startServer } from './test/start-server.ts'

const page = 'http://page.example:8080'
const foreign = 'http://elsewhere.example'
const paths = [
  ['/polling', 'GET, OPTIONS'],
  ['/long-polling', 'GET, OPTIONS'],
  ['/streaming', 'GET, OPTIONS'],
  ['/sse', 'GET, OPTIONS'],
  ['/events', 'POST, OPTIONS'],
  ['/health', 'GET, OPTIONS'],
] as const

/** The CORS fields of an answer. */
function corsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isCors = ([name]: [string, string]) =>
    name.startsWith('access-control-') || name === 'timing-allow-origin' || name === 'vary'
  return Object.fromEntries(Object.entries(headers).filter(isCors))
}

/** The fields by which a page may read an answer, and its times. */
function readableBy(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, 'timing-allow-origin': origin, vary: 'Origin' }
}

describe.each(mounts)('with handlers found by %s', mount => {
  async function ask(origin: string | undefined, start: string, allowedOrigins: readonly string[] = [page]) {
    const { port } = await startServer({ mount, allowedOrigins })
    const raw = openRaw(port)
    raw.send(head(start, ['Host: lab:80', ...(origin === undefined ? [] : [`Origin: ${origin}`])]))
    const streams = start.includes('/streaming') || start.includes('/sse')
    return streams && start.startsWith('GET') ? raw.head() : raw.response()
  }

  it.each(paths)('answers the preflight of an allowed origin on %s', async (path, allow) => {
    const answer = await ask(page, `OPTIONS ${path}`)
    expect(answer.status).toBe(204)
    expect(answer.headers.allow).toBe(allow)
    expect(corsOf(answer.headers)).toEqual({
      ...readableBy(page),
      'access-control-allow-methods': allow,
      'access-control-allow-headers': 'Content-Type, Last-Event-ID',
      'access-control-max-age': '600',
    })
  })

  it.each(paths)('tells an origin that is not allowed nothing but the methods of %s', async (path, allow) => {
    for (const origin of [foreign, 'null', `${page}.evil.example`, 'http://lab:80:80', '']) {
      const answer = await ask(origin, `OPTIONS ${path}`)
      expect(answer.status).toBe(204)
      expect(answer.headers.allow).toBe(allow)
      expect(corsOf(answer.headers)).toEqual({})
    }
  })

  it.each(paths.filter(([path]) => path !== '/events'))(
    'lets an allowed origin read %s, and only that one',
    async path => {
      expect(corsOf((await ask(page, `GET ${path}`)).headers)).toEqual(readableBy(page))
      expect(corsOf((await ask(foreign, `GET ${path}`)).headers)).toEqual({})
      expect(corsOf((await ask(undefined, `GET ${path}`)).headers)).toEqual({})
      expect(corsOf((await ask(foreign, `GET ${path}`, ['*'])).headers)).toEqual(readableBy(foreign))
    },
  )

  it('lets an allowed origin read why it was refused', async () => {
    const answer = await ask(page, 'GET /polling?since=wrong')
    expect(answer.status).toBe(400)
    expect(corsOf(answer.headers)).toEqual(readableBy(page))
  })

  it.each([
    ['of the same host', ['Host: lab:8080', 'Origin: http://lab:8080'], []],
    ['of the same host behind TLS', ['Host: lab', 'Origin: https://lab'], []],
    ['of an allowed origin', [`Origin: ${page}`], [page]],
    ['of any origin where all are allowed', ['Origin: null'], ['*']],
    ['of no origin, as programs are', [], []],
  ])('lets a client %s publish and open a WebSocket', async (_name, fields, allowedOrigins) => {
    const { port, feed } = await startServer({ mount, allowedOrigins })
    const publisher = openRaw(port)
    publisher.send(withBody('POST /events', '1', ['Content-Type: application/json', ...fields]))
    const answer = await publisher.response()
    expect(answer).toMatchObject({ status: 201, body: JSON.stringify({ id: feed.cursorAt(1) }) })
    const follower = openRaw(port)
    follower.send(handshake('/websocket', fields))
    expect((await follower.head()).status).toBe(101)
  })
})

import { STATUS_CODES } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import type { Feed } from '../feed.ts'
import { type AppOptions, type Mount, mounts } from '../options.ts'
import { transportNames } from '../protocol.ts'
import { head, openRaw, type RawConnection, type RawResponse } from './raw-connection.ts'
import { openReader } from './reader.ts'
import { startServer, type TestServer } from './start-server.ts'

/** A request that is refused, and every word of its refusal. */
export interface Refusal {
  readonly name: string
  readonly request: string | Buffer | ((feed: Feed) => string | Buffer)
  readonly status: number
  /** Without it any will do: the words of Node's parser are its own. */
  readonly detail?: string | ((feed: Feed) => string)
  readonly field?: string
  /** Fields of the answer besides those of every problem. */
  readonly headers?: Readonly<Record<string, string>>
  /** What becomes of the connection: it ends with nothing behind the answer, or it serves the next request. */
  readonly behind?: 'closed' | 'kept'
}

/** The longest body and message of the server that refuses. */
export const maxPayloadBytes = 1_000

/** What a POST to the feed says of its body. */
export const json = 'Content-Type: application/json'

/** Two events are in the log that refusals are tried on. */
const headBefore = 2

/** Tests that each is refused, with its words, by handlers of either mount, and that nobody else notices. */
export function itRefuses(refusals: readonly Refusal[], options: WatchedOptions = {}): void {
  describe.each(mounts)('with handlers found by %s', mount => {
    it.each(refusals)('refuses $name with a $status that says why', async refusal => {
      const log = vi.spyOn(console, 'error')
      const server = await startWatched(mount, options)
      const { request, behind } = refusal
      const raw = openRaw(server.port)
      raw.send(typeof request === 'function' ? request(server.feed) : request)
      expectProblem(await raw.response(), refusal, server.feed)
      if (behind) await ways[behind](raw)
      expect(server.feed.head).toBe(headBefore)
      await server.expectUndisturbed()
      // Nothing that a client sends is a failure of the server.
      expect(log).not.toHaveBeenCalled()
    })
  })
}

const ways: Readonly<Record<NonNullable<Refusal['behind']>, (raw: RawConnection) => Promise<void>>> = {
  async closed(raw) {
    expect((await raw.rest()).toString()).toBe('')
  },
  async kept(raw) {
    raw.send(head('GET /health'))
    expect((await raw.response()).status).toBe(200)
  },
}

/** What a watched server may be told. */
type WatchedOptions = Pick<Partial<AppOptions>, 'requestLimits'>

/** Limits for requests that are held; long enough for a client that a busy machine holds up. */
export const heldLimits = { headMs: 250, wholeMs: 250, checkEveryMs: 10 }

/** Starts a server with two events, and a client on each transport that is not to notice anything. */
export async function startWatched(mount: Mount, options: WatchedOptions = {}) {
  const server = await startServer({
    mount,
    maxPayloadBytes,
    ...options,
  })
  for (let number = 0; number < headBefore; number += 1) server.feed.append({ data: 'before' })
  const bystanders = transportNames.map(transport => openReader(transport, server.url))
  for (const bystander of bystanders) await bystander.opening()

  async function expectUndisturbed(): Promise<void> {
    const position = server.feed.head
    server.feed.append({ data: 'after' })
    for (const bystander of bystanders) {
      expect(await bystander.data(1)).toEqual(['after'])
      expect(bystander.sockets.length).toBe(1)
    }
    await expectServing(server, position)
  }
  return { ...server, expectUndisturbed }
}

/** Expects that a client from elsewhere is served: the health, and the event "after" behind a position. */
export async function expectServing({ url, feed }: TestServer, position: number): Promise<void> {
  const health = await fetch(new URL('health', url))
  expect(health.status).toBe(200)
  await health.text()
  const poll = await fetch(new URL(`polling?since=${feed.cursorAt(position)}`, url))
  expect(poll.status).toBe(200)
  expect(await poll.json()).toMatchObject({ cursor: feed.cursorAt(feed.head), events: [{ data: 'after' }] })
}

/** Expects the answer that a refusal names, and no member more. */
export function expectProblem(
  answer: RawResponse,
  refusal: Omit<Refusal, 'name' | 'request'>,
  feed: Feed,
): void {
  const { status, detail = expect.stringMatching(/./), field, headers } = refusal
  expect(JSON.parse(answer.body)).toEqual({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: typeof detail === 'function' ? detail(feed) : detail,
    ...(field === undefined ? {} : { field }),
  })
  expect(answer.status).toBe(status)
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', ...headers })
}

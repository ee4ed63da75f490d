import { onTestFinished } from 'vitest'
import { createApp } from '../app.ts'
import { createFeed, type Feed, type FeedOptions } from '../feed.ts'
import type { App } from '../listen.ts'
import { type AppOptions, defaultAppOptions } from '../options.ts'

/** A real server on loopback, ended with its test. */
export interface TestServer {
  readonly feed: Feed
  readonly app: App
  readonly url: URL
  readonly port: number
}

/** Starts a server for one test; `port` takes the place of one that was ended. */
export async function startServer(
  options: Partial<AppOptions> & FeedOptions & { port?: number } = {},
): Promise<TestServer> {
  const feed = createFeed(options)
  const app = createApp(feed, { ...defaultAppOptions, ...options })
  const port = await app.listen(options.port ?? 0, '127.0.0.1')
  onTestFinished(() => app.end())
  return { feed, app, url: new URL(`http://127.0.0.1:${port}/`), port }
}

/** Appends `count` events whose data are `from`, `from + 1`, … */
export function appendNumbers(feed: Feed, count: number, from = 1, topic?: string): void {
  for (let number = from; number < from + count; number += 1) feed.append({ data: number, topic })
}

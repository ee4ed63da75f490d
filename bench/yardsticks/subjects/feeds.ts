import { createApp } from '../../../server/app.ts'
import { createFeed } from '../../../server/feed.ts'
import { defaultAppOptions, type Mount } from '../../../server/options.ts'
import { fill } from './record.ts'
import type { OpenSubject } from './subject.ts'

/** An hour: a load that only reads answers no ping, and would be cut off at the second. */
const heartbeatMs = 3_600_000

/** Our whole server with its usual options, its handlers found ahead of express or by it. */
export function openFeed(mount: Mount): OpenSubject {
  return async () => {
    const feed = createFeed()
    const app = createApp(feed, { ...defaultAppOptions, mount, heartbeatMs })
    return {
      port: await app.listen(0, '127.0.0.1'),
      target: `/polling?since=${feed.cursorAt(feed.head)}`,
      publish: () => feed.append({ data: fill }),
    }
  }
}

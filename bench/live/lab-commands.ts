import { ProblemError } from '../../server/problem.ts'
import type { Json } from '../../server/protocol.ts'
import { checkTopic } from '../../server/request.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import type { Link } from '../link/link.ts'
import { readCommand } from './commands.ts'
import type { FeedServer } from './feed-server.ts'
import type { Page } from './pages.ts'
import type { LiveCommand, LiveSettings, Telemetry } from './protocol.ts'
import type { Recorder } from './recorder.ts'
import { changeSettings } from './settings.ts'
import type { TabBooks } from './tab-books.ts'

/** What commands act on. */
export interface LabParts {
  settings: LiveSettings
  readonly link: Pick<Link, 'set' | 'resetAll'>
  readonly feed: FeedServer
  readonly recorder: Recorder
  readonly books: TabBooks
  readonly broadcast: (item: Telemetry) => void
}

type Act<Type extends LiveCommand['type']> = (
  command: Extract<LiveCommand, { readonly type: Type }>,
  page: Page,
) => void | Promise<void>

/** Does what pages ask for; commands that take time are done one after the other. */
export function createCommandHandler(parts: LabParts): (page: Page, text: string) => void {
  const { link, feed, recorder, books, broadcast } = parts
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const done = turn.then(action)
    turn = done.catch(() => {})
    return done
  }

  const acts: { readonly [Type in LiveCommand['type']]: Act<Type> } = {
    ping({ sentMs }, page) {
      const nowMs = monotonicMs()
      page.putNow({ type: 'clock', echoMs: sentMs, receivedMs: nowMs, sentMs: nowMs })
    },
    set: ({ changes }, page) =>
      inTurn(async () => {
        const problems = await applyChanges(parts, changes)
        broadcast({ type: 'settings', settings: parts.settings })
        // After the settings, with which a page forgets the problem that it had.
        for (const text of problems) page.put({ type: 'problem', text })
      }),
    async publish({ data, topic }) {
      if (topic !== undefined) checkTopic(topic)
      await feed.publish({ data: data as Json, topic })
    },
    'reset-connections': () => link.resetAll(),
    'restart-server': () => inTurn(feed.restart),
    inspect({ id }, page) {
      const bytes = recorder.inspect(id)
      page.put(bytes ?? { type: 'problem', text: `message ${id} is kept no more: only the last 2,000 are` })
    },
    'reset-books': (_command, page) => books.reset(page.tab),
  }

  return (page, text) => {
    const read = readCommand(text)
    if ('problem' in read) {
      page.put({ type: 'problem', text: read.problem })
      return
    }
    const { command } = read
    const acted = async () =>
      (acts[command.type] as (command: never, page: Page) => void | Promise<void>)(command as never, page)
    acted().catch((error: Error) => page.put({ type: 'problem', text: lineOf(error) }))
  }
}

function lineOf(error: Error): string {
  return error instanceof ProblemError ? error.message : error.message.split('\n', 1)[0]!
}

/** Changes the settings as far as the link and the feed go along; answers a line for each that could not be. */
async function applyChanges(parts: LabParts, changes: unknown): Promise<readonly string[]> {
  const { link, feed } = parts
  const before = parts.settings
  const checked = changeSettings(before, changes)
  if ('problems' in checked) return checked.problems
  const { settings } = checked
  link.set(settings.link)
  parts.settings = settings
  // A server that is down starts with what holds then.
  if (feed.epoch === null) return []
  if (settings.keepAlive !== before.keepAlive || settings.heartbeatMs !== before.heartbeatMs)
    await feed.renew()
  if (JSON.stringify(settings.feed) === JSON.stringify(before.feed)) return []
  const problem = await feed.play(settings.feed)
  if (problem === undefined) return []
  parts.settings = { ...settings, feed: before.feed }
  return [problem]
}

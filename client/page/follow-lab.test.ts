import { describe, expect, it } from 'vitest'
import type { LiveChanges, LiveCommand, LiveSettings } from '../../bench/live/protocol.ts'
import { ask } from './controls/ask.ts'
import { followLab } from './follow-lab.ts'
import { createHandlers } from './handlers.ts'
import { initialState, usualSettings } from './state.ts'
import { createStore } from './store.ts'

/** A page that follows a lab, of which the test says what it says. */
function follow(wished?: LiveChanges) {
  const store = createStore(initialState)
  const { on, tell } = createHandlers()
  const sent: LiveCommand[] = []
  const telemetry = { on, send: (command: LiveCommand) => sent.push(command) > 0 }
  followLab(store, telemetry, wished)
  const ports = { page: 1, link: 2, handshake: 3 }
  return {
    store,
    sent,
    hello: (startedMs: number, settings: LiveSettings = usualSettings) =>
      tell([{ type: 'hello', nowMs: 0, startedMs, tab: 1, ports, settings, epoch: 'e', tabs: 1 }]),
    holds: (settings: LiveSettings) => tell([{ type: 'settings', settings }]),
    ask: (lab: LiveChanges) => ask({ store, telemetry: telemetry as never }, { lab }),
  }
}

const faster: LiveSettings = {
  ...usualSettings,
  feed: { ...usualSettings.feed, eventsPerSecond: 20 },
  link: { ...usualSettings.link, rttMs: 300 },
}

describe('a page that comes back to its lab', () => {
  it('asks another lab for what it had set, from the address or by hand, and says what', () => {
    const page = follow({ feed: { eventsPerSecond: 20 } })
    page.hello(1)
    page.ask({ link: { rttMs: 300 } })
    page.holds(faster)
    page.sent.length = 0
    page.hello(2)
    const again = { feed: { eventsPerSecond: 20 }, link: { rttMs: 300 } }
    expect(page.sent).toEqual([{ type: 'set', changes: again }])
    expect(page.store.get().askedAgain).toBeNull()
    page.holds(faster)
    expect(page.store.get().askedAgain).toEqual(again)
  })

  it('asks for nothing that the other lab has, and for nothing that somebody else had set', () => {
    const page = follow({ feed: { eventsPerSecond: 20 } })
    page.hello(1)
    page.holds({ ...faster, keepAlive: false })
    page.sent.length = 0
    page.hello(2, { ...usualSettings, feed: faster.feed })
    expect(page.sent).toEqual([])
    expect(page.store.get().askedAgain).toBeNull()
  })

  it('leaves the same lab as another page has set it meanwhile', () => {
    const page = follow({ feed: { eventsPerSecond: 20 } })
    page.hello(1)
    page.holds(faster)
    page.sent.length = 0
    page.hello(1, usualSettings)
    expect(page.sent).toEqual([])
    expect(page.store.get().settings).toEqual(usualSettings)
  })

  it('asks for a value that came after its own, and forgets the notice with the next wish', () => {
    const page = follow({ feed: { eventsPerSecond: 5 } })
    page.hello(1)
    page.holds(faster)
    page.hello(2)
    page.hello(3)
    expect(page.sent.at(-1)).toEqual({ type: 'set', changes: { feed: { eventsPerSecond: 20 } } })
    page.holds(faster)
    expect(page.store.get().askedAgain).not.toBeNull()
    page.ask({ keepAlive: false })
    expect(page.store.get().askedAgain).toBeNull()
  })
})

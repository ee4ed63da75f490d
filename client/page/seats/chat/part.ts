import type { TransportName } from '../../../../server/protocol.ts'
import { createBrowserEnvironment } from '../../../browser.ts'
import type { PageContext } from '../../context.ts'
import { element } from '../../element.ts'
import { deadlinesOf, restartKey } from '../../lab/sessions-deadlines.ts'
import type { PageState } from '../../state.ts'
import { markedLink } from '../link-url.ts'
import type { Part } from '../part.ts'
import { type CostedLine, createCostTable } from './costs.ts'
import { createChatLedger } from './ledger.ts'
import { type ChatLine, otherOf, type PersonName, personNames } from './line.ts'
import { createPane, type Pane } from './pane.ts'
import { createPerson, type Person } from './person.ts'

const updateEveryMs = 250
/** The most lines whose costs are kept. */
const mostLines = 100

const firstTransports: Readonly<Record<PersonName, TransportName>> = { a: 'polling', b: 'websocket' }

type Sent = { -readonly [K in keyof CostedLine]: CostedLine[K] } & { readonly atMs: number }

interface Chatter {
  readonly pane: Pane
  readonly person: Person
  key: string | undefined
}

/** Creates the chat: two panes, each with a transport of its own, and what every line cost. */
export function createChatPart(context: PageContext): Part {
  const { store, telemetry, text } = context
  const pageNumber = () => store.get().tab ?? 0
  const ledger = createChatLedger(name =>
    personNames.find(person => name.includes(`of=${pageNumber()}.${person}`)),
  )
  const table = createCostTable(context)
  let lines: Sent[] = []
  let written = 0
  let isRunning = false

  function say(from: PersonName, words: string): void {
    const { pane, person } = chatters[from]
    written += 1
    const line: ChatLine = { page: pageNumber(), from, key: written, text: words }
    const atMs = performance.now()
    const way = { up: pane.transport, down: chatters[otherOf[from]].pane.transport }
    lines = [...lines, { key: written, from, text: words, ...way, atMs, latencyMs: null }].slice(-mostLines)
    ledger.sent(written, from, telemetry.clock.toHost(atMs))
    pane.add(line)
    person.say(line).catch((error: Error) => pane.fail(line.key, error.message))
  }
  function hear(person: PersonName, line: ChatLine, cursor: string): void {
    if (line.page !== pageNumber() || line.from === person) return
    chatters[person].pane.add(line)
    ledger.arrived(line.key, cursor)
    const sent = lines.find(({ key }) => key === line.key)
    // One that comes again has come already.
    if (sent) sent.latencyMs ??= performance.now() - sent.atMs
  }
  function createChatter(name: PersonName): Chatter {
    const pane = createPane({
      ...{ person: name, transport: firstTransports[name], text },
      say: words => say(name, words),
      chosen: () => followAll(store.get()),
    })
    const person = createPerson(createBrowserEnvironment(), {
      onLine: (line, cursor) => hear(name, line, cursor),
      onState: pane.state.show,
      onEnd: () => pane.state.show({ state: 'closed' }),
    })
    return { pane, person, key: undefined }
  }
  const chatters: Readonly<Record<PersonName, Chatter>> = { a: createChatter('a'), b: createChatter('b') }

  function followAll(state: PageState): void {
    for (const name of personNames) {
      const chatter = chatters[name]
      const { transport } = chatter.pane
      const url = isRunning ? markedLink(state, name) : null
      const key = url === null ? undefined : restartKey(url.href, transport, state) + transport
      if (key === chatter.key) continue
      chatter.key = key
      if (url === null) {
        chatter.person.stop()
        chatter.pane.state.show({ state: 'idle' })
      } else {
        const { silenceMs } = deadlinesOf(transport, state)
        chatter.person.start(transport, { url, poll: state.poll, holdMs: state.holdMs, silenceMs })
      }
    }
  }

  const ends = [
    store.subscribe(state => isRunning && followAll(state)),
    telemetry.on('message', message => {
      if (isRunning) ledger.take(message)
    }),
  ]
  let timer: ReturnType<typeof setInterval> | undefined
  function stop(): void {
    isRunning = false
    clearInterval(timer)
    followAll(store.get())
  }
  return {
    element: element(
      'section',
      { class: 'chat', 'aria-label': text('seats.chat') },
      element('p', { class: 'lead' }, text('seats.chatLead')),
      element('div', { class: 'chat-panes' }, ...personNames.map(name => chatters[name].pane.element)),
      table.element,
      element('p', { class: 'note' }, text('seats.costsNote')),
    ),
    start() {
      isRunning = true
      followAll(store.get())
      timer = setInterval(() => table.show(lines, ledger), updateEveryMs)
    },
    stop,
    destroy() {
      stop()
      for (const end of ends) end()
    },
  }
}

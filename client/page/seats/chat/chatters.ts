import type { TransportName } from '../../../../server/protocol.ts'
import { createBrowserEnvironment } from '../../../browser.ts'
import type { PageContext } from '../../context.ts'
import { deadlinesOf, restartKey } from '../../lab/sessions-deadlines.ts'
import type { PageState } from '../../state.ts'
import { markedLink } from '../link-url.ts'
import type { Conversation } from './conversation.ts'
import { otherOf, type PersonName, personNames } from './line.ts'
import { createPane, type Pane } from './pane.ts'
import { createPerson, type Person } from './person.ts'

const firstTransports: Readonly<Record<PersonName, TransportName>> = { a: 'polling', b: 'websocket' }

interface Chatter {
  readonly name: PersonName
  readonly pane: Pane
  readonly person: Person
  key: string | undefined
}

/** The two with their panes. */
export interface Chatters {
  readonly elements: readonly HTMLElement[]
  /** Connects both as the state has it, and begins anew where an option matters; null lets go. */
  follow(state: PageState | null): void
}

/** Creates the two, who do not listen yet; `chosen` is told when one of them takes another transport. */
export function createChatters(
  { text }: Pick<PageContext, 'text'>,
  conversation: Conversation,
  chosen: () => void,
): Chatters {
  function say(from: PersonName, words: string): void {
    const { pane, person } = chatters[from]
    const way = { up: pane.transport, down: chatters[otherOf[from]].pane.transport }
    const line = conversation.write(from, words, way)
    pane.add(line)
    person.say(line).catch((error: Error) => pane.fail(line.key, error.message))
  }
  function create(name: PersonName): Chatter {
    const pane = createPane({
      ...{ person: name, transport: firstTransports[name], text, chosen },
      say: words => say(name, words),
    })
    const person = createPerson(createBrowserEnvironment(), {
      onLine: (line, cursor) => conversation.hear(name, line, cursor) && pane.add(line),
      onState: pane.state.show,
      onEnd: () => pane.state.show({ state: 'closed' }),
    })
    return { name, pane, person, key: undefined }
  }
  const chatters: Readonly<Record<PersonName, Chatter>> = { a: create('a'), b: create('b') }
  return {
    elements: personNames.map(name => chatters[name].pane.element),
    follow(state) {
      for (const name of personNames) followOne(chatters[name], state)
    },
  }
}

function followOne(chatter: Chatter, state: PageState | null): void {
  const { name, pane, person } = chatter
  const { transport } = pane
  const url = state && markedLink(state, name)
  const key = state && url ? restartKey(url.href, transport, state) + transport : undefined
  if (key === chatter.key) return
  chatter.key = key
  if (state && url) {
    const { silenceMs } = deadlinesOf(transport, state)
    person.start(transport, { url, poll: state.poll, holdMs: state.holdMs, silenceMs })
  } else {
    person.stop()
    pane.state.show({ state: 'idle' })
  }
}

import type { PageContext } from '../../context.ts'
import { element } from '../../element.ts'
import type { Part } from '../part.ts'
import { createChatters } from './chatters.ts'
import { createConversation } from './conversation.ts'
import { createCostTable } from './costs.ts'
import { createChatLedger } from './ledger.ts'
import { personNames } from './line.ts'

const updateEveryMs = 250

/** Creates the chat: two panes, each with a transport of its own, and what every line cost. */
export function createChatPart(context: PageContext): Part {
  const { store, telemetry, text } = context
  const ledger = createChatLedger(name =>
    personNames.find(person => name.includes(`of=${store.get().tab ?? 0}.${person}`)),
  )
  const conversation = createConversation(context, ledger)
  const follow = () => chatters.follow(isRunning ? store.get() : null)
  const chatters = createChatters(context, conversation, follow)
  const table = createCostTable(context)
  let isRunning = false
  let timer: ReturnType<typeof setInterval> | undefined

  const ends = [
    store.subscribe(follow),
    telemetry.on('message', message => {
      if (isRunning) ledger.take(message)
    }),
  ]
  function stop(): void {
    isRunning = false
    clearInterval(timer)
    follow()
  }
  return {
    element: element(
      'section',
      { class: 'chat', 'aria-label': text('seats.chat') },
      element('p', { class: 'lead' }, text('seats.chatLead')),
      element('div', { class: 'chat-panes' }, ...chatters.elements),
      table.element,
      element('p', { class: 'note' }, text('seats.costsNote')),
    ),
    start() {
      isRunning = true
      follow()
      timer = setInterval(() => table.show(conversation.lines, ledger), updateEveryMs)
    },
    stop,
    destroy() {
      stop()
      for (const end of ends) end()
    },
  }
}

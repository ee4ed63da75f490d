import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import { follow } from '../store.ts'
import { bytesOfBase64 } from './accept.ts'
import { addressesOf } from './addresses.ts'
import { createEchoLog } from './echo-log.ts'
import { createEchoSocket } from './echo-socket.ts'
import { createEchoTable } from './echo-table.ts'
import { frameTable } from './frame-table.ts'
import { labelled, radios, section } from './labelled.ts'

/** Creates the panel that talks to the classroom socket and shows the real bytes of each frame. */
export function createEchoPanel(context: PageContext): Panel {
  const { store, telemetry, text } = context
  const log = createEchoLog()
  const bits = element('div', { class: 'shown' })
  const wrong = element('p', { class: 'wrong', role: 'status' })
  const typed = element('input', { value: 'hello', size: 24, autocomplete: 'off', spellcheck: 'false' })
  let kind: 'text' | 'binary' = 'text'
  let asked: number | null = null
  const table = createEchoTable(context, id => {
    asked = id
    if (!telemetry.send({ type: 'inspect', id })) bits.textContent = text('handshake.noTelemetry')
  })

  const render = () => {
    table.show(log.rows)
    const { ports } = store.get()
    for (const one of [send, close, word]) one.disabled = !socket.open
    connect.disabled = !ports || socket.open
  }
  const socket = createEchoSocket(log, () => render())
  const connect = button(text('handshake.echoConnect'), () => {
    const { ports, tab } = store.get()
    if (ports) socket.connect(addressesOf(location.hostname, ports).echo(tab))
  })
  const speak = (what: 'text' | 'binary', content: string) => {
    wrong.textContent = socket.send(what, content) ? '' : text('handshake.badHex')
  }
  const send = button(text('handshake.send'), () => speak(kind, typed.value), { class: 'strong' })
  const word = button(text('handshake.sayClose'), () => speak('text', 'close'))
  const close = button(text('handshake.close1000'), () => socket.close())
  typed.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing && socket.open) speak(kind, typed.value)
  })
  const words = (['text', 'binary'] as const).map(one => ({
    word: one,
    label: text(`handshake.kind-${one}`),
  }))
  const choice = radios('echo-kind', text('handshake.kind'), words, kind, one => {
    kind = one
    typed.value = one === 'binary' ? '00 ff 10' : 'hello'
  })
  const ends = [
    follow(store, state => state.ports, render),
    telemetry.on('message', message => {
      if (message.transport !== 'echo' || message.tab !== store.get().tab) return
      log.seen(message, performance.now())
      render()
    }),
    telemetry.on('bytes', ({ id, base64 }) => {
      if (id !== asked) return
      bits.replaceChildren(frameTable(context, text('handshake.realBytes'), bytesOfBase64(base64)))
    }),
  ]
  return {
    element: section(
      'echo',
      text('handshake.echo'),
      element('p', { class: 'lead' }, text('handshake.echoLead')),
      element('div', { class: 'row' }, connect, close),
      choice,
      element('div', { class: 'row' }, labelled(text('handshake.message'), typed), send, word),
      wrong,
      table.element,
      bits,
    ),
    destroy() {
      for (const end of ends) end()
      socket.close()
    },
  }
}

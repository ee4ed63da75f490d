import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import { hindranceOf } from '../hindrance.ts'
import { follow } from '../store.ts'
import { bytesOfBase64 } from './accept.ts'
import { addressesOf } from './addresses.ts'
import { createEchoLog } from './echo-log.ts'
import { createEchoSocket, type EchoSocket } from './echo-socket.ts'
import { createEchoTable } from './echo-table.ts'
import { frameTable } from './frame-table.ts'
import { handshakeOff, labelled, radios, section } from './labelled.ts'

/** Creates the panel that talks to the classroom socket and shows the real bytes of each frame. */
export function createEchoPanel(context: PageContext): Panel {
  const { store, telemetry, text } = context
  const log = createEchoLog()
  const bits = createBits(context)
  const table = createEchoTable(context, bits.ask)
  const socket = createEchoSocket(log, () => render())
  const composer = createComposer(context, socket)
  const connect = button(text('handshake.echoConnect'), () => open(context, socket), {
    'aria-describedby': handshakeOff,
  })
  const close = button(text('handshake.close1000'), () => socket.close())
  function render(): void {
    table.show(log.rows)
    for (const one of [...composer.buttons, close]) one.disabled = !socket.open
    connect.disabled = hindranceOf(store.get()) !== null || socket.open
  }
  const ends = [
    follow(store, hindranceOf, render),
    telemetry.on('message', message => {
      if (message.transport !== 'echo' || message.tab !== store.get().tab) return
      log.seen(message, performance.now())
      render()
    }),
    bits.destroy,
  ]
  return {
    element: section(
      'echo',
      text('handshake.echo'),
      element('p', { class: 'lead' }, text('handshake.echoLead')),
      element('div', { class: 'row' }, connect, close),
      ...composer.elements,
      table.element,
      bits.element,
    ),
    destroy() {
      for (const end of ends) end()
      socket.close()
    },
  }
}

function open({ store }: PageContext, socket: EchoSocket): void {
  const { ports, tab } = store.get()
  if (ports) socket.connect(addressesOf(location.hostname, ports).echo(tab))
}

/** What is written and sent: text, or the bytes of hexadecimal digits. */
function createComposer({ text }: PageContext, socket: EchoSocket) {
  const wrong = element('p', { class: 'wrong', role: 'status' })
  const typed = element('input', { value: 'hello', size: 24, autocomplete: 'off', spellcheck: 'false' })
  let kind: 'text' | 'binary' = 'text'
  const speak = (what: 'text' | 'binary', content: string) => {
    wrong.textContent = socket.send(what, content) ? '' : text('handshake.badHex')
  }
  const send = button(text('handshake.send'), () => speak(kind, typed.value), { class: 'strong' })
  const word = button(text('handshake.sayClose'), () => speak('text', 'close'))
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
  const row = element('div', { class: 'row' }, labelled(text('handshake.message'), typed), send, word)
  return { elements: [choice, row, wrong], buttons: [send, word] }
}

/** The bytes of the frame that was last asked for, as the link saw them. */
function createBits(context: PageContext) {
  const { telemetry, text } = context
  const shown = element('div', { class: 'shown' })
  let asked: number | null = null
  const destroy = telemetry.on('bytes', ({ id, base64 }) => {
    if (id !== asked) return
    shown.replaceChildren(frameTable(context, text('handshake.realBytes'), bytesOfBase64(base64)))
  })
  const ask = (id: number) => {
    asked = id
    if (!telemetry.send({ type: 'inspect', id })) shown.textContent = text('handshake.noTelemetry')
  }
  return { element: shown, ask, destroy }
}

import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import { encodeFrame } from './frame.ts'
import { bytesOfHex, hexOf } from './frame-fields.ts'
import { frameTable } from './frame-table.ts'
import { labelled, radios, section } from './labelled.ts'

const presetBytes = [5, 125, 126, 65_535, 65_536] as const

/** Creates the panel that shows the frames for a message, up with a mask and down without. */
export function createFramePanel(context: PageContext): Panel {
  const { text } = context
  let kind: 'text' | 'binary' = 'text'
  const typed = element('textarea', { rows: 2, spellcheck: 'false' })
  typed.value = 'Hello'
  const mask = element('input', { size: 11, spellcheck: 'false', autocomplete: 'off' })
  const wrong = element('p', { class: 'wrong', role: 'status' })
  const shown = element('div', { class: 'pair' })

  const render = () => {
    const payload = kind === 'text' ? new TextEncoder().encode(typed.value) : bytesOfHex(typed.value)
    const maskKey = bytesOfHex(mask.value)
    mask.setAttribute('aria-invalid', String(maskKey?.length !== 4))
    typed.setAttribute('aria-invalid', String(!payload))
    wrong.textContent = !payload
      ? text('handshake.badHex')
      : maskKey?.length !== 4
        ? text('handshake.badMask')
        : ''
    if (!payload || maskKey?.length !== 4) return
    const opcode = kind === 'text' ? 1 : 2
    const frame = { final: true, reserved: 0, opcode, payload }
    const answered = kind === 'text' ? new TextEncoder().encode(`${typed.value}/answer`) : payload
    shown.replaceChildren(
      frameTable(context, text('handshake.frameUp'), encodeFrame({ ...frame, maskKey })),
      frameTable(
        context,
        text('handshake.frameDown'),
        encodeFrame({ ...frame, maskKey: null, payload: answered }),
      ),
    )
  }
  const newKey = () => {
    mask.value = hexOf(crypto.getRandomValues(new Uint8Array(4)), ' ')
    render()
  }
  const fill = (bytes: number) => {
    typed.value = kind === 'text' ? 'a'.repeat(bytes) : '00'.repeat(bytes)
    render()
  }
  const words = (['text', 'binary'] as const).map(word => ({ word, label: text(`handshake.kind-${word}`) }))
  const choice = radios('frame-kind', text('handshake.kind'), words, kind, word => {
    const bytes = new TextEncoder().encode(typed.value)
    typed.value = word === 'binary' ? hexOf(bytes, ' ') : new TextDecoder().decode(bytesOfHex(typed.value))
    kind = word
    render()
  })
  typed.addEventListener('input', render)
  mask.addEventListener('input', render)
  newKey()
  const presets = presetBytes.map(bytes =>
    button(text('handshake.preset', { bytes: bytes.toLocaleString('en') }), () => fill(bytes)),
  )
  return {
    element: section(
      'frames',
      text('handshake.frames'),
      element('p', { class: 'lead' }, text('handshake.framesLead')),
      choice,
      labelled(text('handshake.message'), typed),
      element('div', { class: 'row' }, ...presets),
      element(
        'div',
        { class: 'row' },
        labelled(text('handshake.mask'), mask),
        button(text('handshake.newMask'), newKey),
      ),
      wrong,
      shown,
    ),
    destroy: () => undefined,
  }
}

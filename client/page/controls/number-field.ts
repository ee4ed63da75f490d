import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import { ask, followSettings } from './ask.ts'
import { nearestStop, readNumber } from './number-rule.ts'
import { fieldText, valueText, wrongText } from './number-text.ts'
import { fromShown, type NumberControl, type NumberName, numbers, toShown } from './numbers.ts'

/** Creates a number's label, slider and field; what is wrong is written into `complaints`, where it has room. */
export function createNumberField(context: PageContext, name: NumberName, complaints: HTMLElement): Panel {
  const { text, store } = context
  const control: NumberControl = numbers[name]
  const parts = createParts(context, name, control)
  const { slider, field, complaint } = parts
  complaints.append(complaint)

  const render = () => {
    const value = control.of(store.get())
    complaint.textContent = ''
    field.removeAttribute('aria-invalid')
    field.value = fieldText(control, value)
    const shown = toShown(control, value)
    slider.value = String(nearestStop(control.stops, shown))
    slider.setAttribute('aria-valuetext', valueText(text, control, shown))
  }
  const askFor = (shown: number | null) => {
    if (!ask(context, control.ask(fromShown(control, shown), store.get()))) render()
  }

  slider.addEventListener('input', () => {
    const stop = control.stops[Number(slider.value)] ?? null
    slider.setAttribute('aria-valuetext', valueText(text, control, stop))
    field.value = stop === null ? '' : String(stop)
    askFor(stop)
  })
  let typing = false
  field.addEventListener('input', () => {
    typing = true
  })
  field.addEventListener('change', () => {
    const reading = readNumber(field.value, control.rule)
    typing = !reading.ok
    complaint.textContent = reading.ok ? '' : wrongText(text, control, reading.got)
    field.setAttribute('aria-invalid', String(!reading.ok))
    if (reading.ok) askFor(reading.value)
  })
  field.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    typing = false
    render()
  })
  // Another control's answer must not take away what is being typed here.
  const end = followSettings(context, () => {
    if (!typing) render()
  })
  return {
    element: parts.element,
    destroy() {
      end()
      complaint.remove()
    },
  }
}

function createParts({ text }: PageContext, name: NumberName, control: NumberControl) {
  const label = element('label', { for: `number-${name}`, id: `label-${name}` }, text(control.label))
  if (control.unit !== '') label.append(element('span', { class: 'unit' }, ` ${control.unit}`))
  const slider = element('input', {
    type: 'range',
    id: `slider-${name}`,
    min: 0,
    max: control.stops.length - 1,
    step: 1,
    'aria-labelledby': `label-${name}`,
  })
  const field = element('input', {
    type: 'text',
    id: `number-${name}`,
    inputmode: control.rule.whole ? 'numeric' : 'decimal',
    autocomplete: 'off',
    'aria-describedby': `wrong-${name}`,
    placeholder: control.none ? text(control.none.short) : null,
  })
  const complaint = element('p', { id: `wrong-${name}`, class: 'wrong', role: 'alert' })
  const made = element(
    'div',
    { class: 'number' },
    label,
    ...(control.hasSlider === false ? [] : [slider]),
    field,
  )
  return { element: made, slider, field, complaint }
}

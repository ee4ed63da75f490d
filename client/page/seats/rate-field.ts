import type { Panel } from '../context.ts'
import { type NumberRule, readNumber } from '../controls/number-rule.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'

/** A rate that the learner can set, in clicks or sales a second. */
export interface RateField extends Omit<Panel, 'destroy'> {
  readonly perSecond: number
}

/** What a rate field is made with. */
export interface RateFieldOptions {
  /** Unique on the page. */
  readonly id: string
  readonly label: string
  readonly perSecond: number
  readonly most: number
  readonly changed: () => void
}

/** Creates a labelled field; one that is not a number within the rule keeps the rate, and says what is wrong. */
export function createRateField(text: Text, options: RateFieldOptions): RateField {
  const { id, label, most, changed } = options
  const rule: NumberRule = { least: 0, most }
  let { perSecond } = options
  const wrong = element('span', { id: `${id}-wrong`, class: 'wrong', role: 'alert' })
  const input = element('input', {
    type: 'text',
    id,
    inputmode: 'decimal',
    autocomplete: 'off',
    value: perSecond,
    'aria-describedby': `${id}-wrong`,
  })
  input.addEventListener('change', () => {
    const reading = readNumber(input.value, rule)
    const expected = text('controls.aNumber', { least: rule.least, most, unit: ' /s' })
    wrong.textContent = reading.ok
      ? ''
      : text('controls.wrongNumber', { name: label, expected, got: reading.got })
    input.setAttribute('aria-invalid', String(!reading.ok))
    if (!reading.ok || reading.value === null) return
    perSecond = reading.value
    changed()
  })
  return {
    get perSecond() {
      return perSecond
    },
    element: element(
      'div',
      { class: 'rate' },
      element('label', { for: id }, label, element('span', { class: 'unit' }, ' /s')),
      input,
      wrong,
    ),
  }
}

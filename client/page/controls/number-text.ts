import type { Text } from '../i18n.ts'
import { type NumberControl, toShown } from './numbers.ts'

/** A number's value in words: `100 ms`, `no limit`. */
export function valueText(text: Text, control: NumberControl, shown: number | null): string {
  if (shown === null) return control.none ? text(control.none.words) : ''
  return `${grouped(shown)}${unitText(control.unit)}`
}

/** What the field takes, in words: `a whole number from 1 to 50 ms, or an empty field for no limit`. */
export function expectedText(text: Text, control: NumberControl): string {
  const { least, most, whole, orNone } = control.rule
  const expected = text(whole ? 'controls.aWholeNumber' : 'controls.aNumber', {
    least: grouped(least),
    most: grouped(most),
    unit: unitText(control.unit),
  })
  return orNone ? text('controls.orNothing', { expected, none: valueText(text, control, null) }) : expected
}

/** What was wrong with what was typed, in one line: the field, what came, what was expected. */
export function wrongText(text: Text, control: NumberControl, got: string): string {
  const name = text(control.label)
  const expected = expectedText(text, control)
  return got === ''
    ? text('controls.wrongEmpty', { name, expected })
    : text('controls.wrongNumber', { name, expected, got })
}

/** What the field shows for a value of the state. */
export function fieldText(control: NumberControl, value: number | null): string {
  const shown = toShown(control, value)
  return shown === null ? '' : String(shown)
}

function unitText(unit: string): string {
  if (unit === '') return ''
  return unit.startsWith('/') || unit === '%' ? unit : ` ${unit}`
}

function grouped(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 6 })
}

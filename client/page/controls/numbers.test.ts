import { describe, expect, it } from 'vitest'
import { createText } from '../i18n.ts'
import { initialState } from '../state.ts'
import { keeps } from './number-rule.ts'
import { expectedText, fieldText, valueText, wrongText } from './number-text.ts'
import { fromShown, type NumberControl, numbers, toShown } from './numbers.ts'

const all = Object.entries<NumberControl>(numbers)
const english = createText(() => 'en')
const korean = createText(() => 'ko')

describe.each(all)('the number %s', (_, control) => {
  it('can stand only where its rule allows', () => {
    for (const stop of control.stops) {
      expect(stop === null ? control.rule.orNone : keeps(stop, control.rule)).toBe(true)
    }
  })

  it('has its usual value within its rule', () => {
    const shown = toShown(control, control.of(initialState))
    expect(shown === null ? control.rule.orNone : keeps(shown, control.rule)).toBe(true)
  })

  it('shows again what was asked for', () => {
    for (const stop of control.stops) expect(toShown(control, fromShown(control, stop))).toBe(stop)
  })
})

describe('a wrong number', () => {
  it('is answered with the field, what was expected and what came', () => {
    expect(wrongText(english, numbers.rttMs, 'fast')).toBe(
      'Round trip: expected a number from 0 to 10,000 ms, got “fast”.',
    )
    expect(wrongText(korean, numbers.seed, '')).toBe(
      '시드: 0~2,147,483,647 사이의 정수만 쓸 수 있습니다. 입력한 값이 없습니다.',
    )
  })

  it('is told of the empty field where that is a value', () => {
    expect(expectedText(english, numbers.bandwidthBitsPerSecond)).toBe(
      'a number from 1 to 1,000,000 kbit/s, or an empty field for no limit',
    )
  })
})

describe('a number shown', () => {
  it('has the unit that it is shown in', () => {
    expect(valueText(english, numbers.holdMs, toShown(numbers.holdMs, 25_000))).toBe('25 s')
    expect(valueText(english, numbers.eventsPerSecond, 0.2)).toBe('0.2/s')
    expect(valueText(korean, numbers.payloadBytes, null)).toBe('원래 크기')
  })

  it('is an empty field for none', () => {
    expect(fieldText(numbers.payloadBytes, null)).toBe('')
    expect(fieldText(numbers.stallShare, 0.001)).toBe('0.1')
  })
})

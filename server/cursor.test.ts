import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

const epochs = fc.stringMatching(/^[0-9A-Za-z]{1,32}$/)
const sequences = fc.integer({ min: 0, max: 999_999_999_999_999 })

describe('a cursor', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(epochs, sequences, (epoch, sequence) => {
        expect(parseCursor(formatCursor(epoch, sequence))).toEqual({ epoch, sequence })
      }),
    )
  })

  it('has one form: whatever is read would be written the same', () => {
    const nearly = fc.stringMatching(/^[0-9A-Za-z.-]{0,8}\.?[0-9.+-]{0,4}$/)
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), text => {
        const parsed = parseCursor(text)
        if (parsed) expect(formatCursor(parsed.epoch, parsed.sequence)).toBe(text)
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['no sequence', 'a.'],
    ['no epoch', '.1'],
    ['no dot', 'a1'],
    ['two dots', 'a.1.2'],
    ['a leading zero', 'a.01'],
    ['a sign', 'a.-1'],
    ['a fraction', 'a.1.5'],
    ['an exponent', 'a.1e3'],
    ['space around it', ' a.1'],
    ['a line end behind it', 'a.1\n'],
    ['another script', 'ä.1'],
    ['digits of another script', 'a.١'],
    ['an epoch that is too long', `${'a'.repeat(33)}.1`],
    ['a sequence that is not exact', `a.${'9'.repeat(16)}`],
  ])('with %s is none', (_name, text) => {
    expect(parseCursor(text)).toBeUndefined()
  })
})

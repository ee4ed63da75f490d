import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { oneOf, onOff, positiveNumber, readFlags, UsageError, wholeNumber } from './flags.ts'

const shape = {
  count: wholeNumber(1, 9).default(3),
  most: wholeNumber(2).optional(),
  rate: positiveNumber().optional(),
  kind: oneOf(['periodic', 'burst']).default('burst'),
  keep: onOff().default(true),
  name: z.array(z.string().regex(/^[a-z]+$/, { error: 'must be letters' })).default([]),
  loud: z.boolean().default(false),
}

const read = (...args: string[]) => readFlags(args, shape)

/** The message of what a command line is refused with. */
function refusal(...args: string[]): string {
  try {
    read(...args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error(`${args.join(' ')} was taken`)
}

describe('flags', () => {
  it('are what the shape says when none is given', () => {
    expect(read()).toEqual({
      values: { count: 3, kind: 'burst', keep: true, name: [], loud: false },
      words: [],
    })
  })

  it('are read in either notation, with the words between them', () => {
    const { values, words } = read(
      '--count=9',
      'one',
      '--rate',
      '0.5',
      '--keep',
      'off',
      '--loud',
      'two',
      '--most',
      '2',
    )
    expect(values).toEqual({ count: 9, rate: 0.5, kind: 'burst', keep: false, name: [], loud: true, most: 2 })
    expect(words).toEqual(['one', 'two'])
  })

  it('repeat where the shape has a list, and the last one counts elsewhere', () => {
    const { values } = read('--name', 'a', '--count', '1', '--name', 'b', '--count', '2')
    expect(values).toMatchObject({ name: ['a', 'b'], count: 2 })
  })

  it('end at --', () => {
    expect(read('--', '--count').words).toEqual(['--count'])
  })

  it.each([
    [['--count', '0'], '--count must be a whole number from 1 to 9, got "0"'],
    [['--count', '10'], '--count must be a whole number from 1 to 9, got "10"'],
    [['--count', '1.5'], '--count must be a whole number from 1 to 9, got "1.5"'],
    [['--count', '-1'], '--count must be a whole number from 1 to 9, got "-1"'],
    [['--rate', '-.5'], '--rate must be a number above 0, got "-.5"'],
    [['--count=-1'], '--count must be a whole number from 1 to 9, got "-1"'],
    [['--count', '0x3'], '--count must be a whole number from 1 to 9, got "0x3"'],
    [['--count='], '--count must be a whole number from 1 to 9, got ""'],
    [['--most', '1'], '--most must be a whole number 2 or more, got "1"'],
    [['--most', '9007199254740993'], '--most must be a whole number 2 or more, got "9007199254740993"'],
    [['--rate', '0'], '--rate must be a number above 0, got "0"'],
    [['--rate', 'Infinity'], '--rate must be a number above 0, got "Infinity"'],
    [['--rate', ' '], '--rate must be a number above 0, got " "'],
    [['--rate', 'fast'], '--rate must be a number above 0, got "fast"'],
    [['--kind', 'Burst'], '--kind must be one of periodic, burst, got "Burst"'],
    [['--keep', 'yes'], '--keep must be one of on, off, got "yes"'],
    [['--name', 'a', '--name', '7'], '--name must be letters, got ["a","7"]'],
    [['--count', 'two\nlines'], '--count must be a whole number from 1 to 9, got "two\\nlines"'],
    [['--cuont', '1'], "Unknown option '--cuont' (--help lists the flags)"],
    [['-c'], "Unknown option '-c' (--help lists the flags)"],
    [['--count'], "Option '--count <value>' argument missing (--help lists the flags)"],
    [['--count', '--loud'], "Option '--count' argument is ambiguous (--help lists the flags)"],
    [['--loud=on'], "Option '--loud' does not take an argument (--help lists the flags)"],
    [['--no-loud'], "Unknown option '--no-loud' (--help lists the flags)"],
  ])('%j are refused in one line', (args, message) => {
    expect(refusal(...args)).toBe(message)
  })

  it('say the first thing that is wrong, in the order of the shape', () => {
    expect(refusal('--kind', 'x', '--count', 'x')).toBe('--count must be a whole number from 1 to 9, got "x"')
  })
})

import { describe, expect, it } from 'vitest'
import { fuzzHelp, readFuzzCommand } from './options.ts'

describe('the fuzzer’s command line', () => {
  it('has a default for everything', () => {
    const usual = { help: false, seed: 1, inputs: 10_000, mount: 'node', only: undefined }
    expect(readFuzzCommand([])).toEqual(usual)
    expect(readFuzzCommand(['--seed', '7', '--only', '12'])).toEqual({ ...usual, seed: 7, only: 12 })
  })

  it.each([
    [['--inputs', '0'], '--inputs must be a whole number from 1 to 1000000, got "0"'],
    [['--mount', 'other'], '--mount must be one of node, express, got "other"'],
    [['again'], 'every option begins with --, got "again"'],
  ])('refuses %j in one line', (args, message) => {
    expect(() => readFuzzCommand(args)).toThrow(message)
  })

  it('is in its help', () => {
    for (const flag of ['--seed', '--inputs', '--mount', '--only', '--help']) expect(fuzzHelp).toContain(flag)
  })
})

import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { limitsHelp, readLimitsCommand, repeatCommand } from './options.ts'
import { partNames } from './parts.ts'

describe('the limits’ command line', () => {
  it('asks for every part of the whole by itself', () => {
    expect(readLimitsCommand([])).toEqual({
      ...{ action: 'run', names: partNames, seed: 1, scale: 1, transports: transportNames },
      directory: 'results/limits',
    })
  })

  it('takes parts in the order given, each once', () => {
    const command = readLimitsCommand(['slopes', 'capacity', 'slopes'])
    expect(command).toMatchObject({ names: ['slopes', 'capacity'] })
  })

  it('says what repeats a part, and reads that as the same', () => {
    const command = readLimitsCommand([
      'slopes',
      '--seed',
      '7',
      '--scale',
      '0.5',
      '--transports',
      'sse,polling',
    ])
    if (command.action !== 'run') throw new Error('expected a run')
    const words = repeatCommand('slopes', command)
    expect(words).toBe('npm run limits -- slopes --seed 7 --scale 0.5 --transports sse,polling')
    expect(readLimitsCommand(words.split(' ').slice(4))).toEqual(command)
  })

  it('helps with every part', () => {
    expect(readLimitsCommand(['slopes', '--help'])).toEqual({ action: 'help' })
    for (const name of partNames) expect(limitsHelp).toContain(`  ${name} `)
  })

  it.each([
    [['speed'], `part must be one of ${partNames.join(', ')}, got "speed"`],
    [['capacity', ''], `part must be one of ${partNames.join(', ')}, got ""`],
    [['constructor'], `part must be one of ${partNames.join(', ')}, got "constructor"`],
    [['--scale', '0'], '--scale must be a number above 0, up to 1, got "0"'],
    [['--scale', '1.1'], '--scale must be a number above 0, up to 1, got "1.1"'],
    [['--scale', '-1'], '--scale must be a number above 0, up to 1, got "-1"'],
    [['--scale', 'half'], '--scale must be a number above 0, up to 1, got "half"'],
    [['--scale', ''], '--scale must be a number above 0, up to 1, got ""'],
    [['--seed', 'x'], '--seed must be a whole number 0 or more, got "x"'],
    [['--transports', 'sse,carrier'], `--transports must be a list of ${transportNames.join(', ')}, got`],
    [['--out', ''], '--out must be a directory, got ""'],
    [['--clients', '3'], "Unknown option '--clients'"],
  ])('refuses %j in one line', (args, message) => {
    expect(() => readLimitsCommand(args)).toThrow(message)
  })
})

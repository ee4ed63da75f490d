import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { readFaultsCommand, repeatCommand } from './options.ts'

describe('the fault runner’s command line', () => {
  it('asks for 1,000 cuts of every transport by itself', () => {
    expect(readFaultsCommand([])).toEqual({
      action: 'run',
      asked: { seed: 1, cuts: 1_000, transports: transportNames, clients: 20, stormClients: 5_000 },
      directory: 'results/faults',
    })
  })

  it('says what repeats a run, and reads that as the same', () => {
    const args = ['--seed', '3', '--cuts', '50', '--transports', 'sse,polling', '--storm', '0']
    const command = readFaultsCommand(args)
    if (command.action !== 'run') throw new Error('expected a run')
    const words = repeatCommand(command.asked).split(' ').slice(4)
    expect(readFaultsCommand(words)).toEqual(command)
  })

  it.each([
    [['--cuts', '0'], '--cuts must be a whole number from 1 to 1000000, got "0"'],
    [['--transports', 'sse,carrier'], `--transports must be a list of ${transportNames.join(', ')}, got`],
    [['--transports', 'sse,sse'], '--transports must name each transport once'],
    [['--storm', '5001'], '--storm must be a whole number from 0 to 5000, got "5001"'],
    [['--out', ''], '--out must be a directory, got ""'],
    [['all'], 'every option begins with --, got "all"'],
    [['--speed', '3'], "Unknown option '--speed'"],
  ])('refuses %j in one line', (args, message) => {
    expect(() => readFaultsCommand(args)).toThrow(message)
  })
})

import { describe, expect, it } from 'vitest'
import { linkHelp, readLinkCommand } from './options.ts'
import { checkSettings, noEffect } from './settings.ts'

describe('readLinkCommand', () => {
  it('reads every flag', () => {
    const text =
      '--listen 8081 --to [::1]:8080 --rtt 50.5 --jitter 5 --bandwidth 1e6 --stall 0.01 --cut 5000 --reset 7000 --black-hole --proxy-hold 8192 --buffer 65536 --seed 7'
    expect(readLinkCommand(text.split(' '))).toEqual({
      action: 'listen',
      link: {
        to: { host: '::1', port: 8_080 },
        ...{
          listenPort: 8_081,
          rttMs: 50.5,
          jitterMs: 5,
          bandwidthBitsPerSecond: 1_000_000,
          stallShare: 0.01,
          cut: { afterMs: 5_000 },
          reset: { afterMs: 7_000 },
          blackHole: true,
        },
        ...{ proxyHoldBytes: 8_192, bufferBytes: 65_536, seed: 7 },
      },
    })
  })

  it('has no effect where nothing is asked', () => {
    expect(readLinkCommand(['--to', 'localhost:80'])).toMatchObject({
      action: 'listen',
      link: {
        to: { host: 'localhost', port: 80 },
        ...{
          listenPort: 0,
          rttMs: 0,
          jitterMs: 0,
          bandwidthBitsPerSecond: null,
          stallShare: 0,
          proxyHoldBytes: null,
          cut: null,
          reset: null,
          blackHole: false,
        },
      },
    })
  })

  it('reads that the link is to be measured, which goes with nothing else', () => {
    expect(readLinkCommand(['--calibrate'])).toEqual({ action: 'calibrate' })
  })

  it.each([
    ['', '--to must be given: HOST:PORT, where connections go on to'],
    ['--to 8080', '--to must be HOST:PORT, got "8080"'],
    ['--to localhost:65536', '--to must be HOST:PORT, got "localhost:65536"'],
    ['--to a:1 --rtt=-1', '--rtt must be a number from 0 to 60000, got "-1"'],
    ['--to a:1 --rtt soon', '--rtt must be a number from 0 to 60000, got "soon"'],
    ['--to a:1 --stall 2', '--stall must be a number from 0 to 1, got "2"'],
    ['--to a:1 --rtt -5', '--rtt must be a number from 0 to 60000, got "-5"'],
    [
      '--to a:1 --buffer 2048 --proxy-hold 1025',
      '--proxy-hold must be at most half of --buffer (1024), got "1025"',
    ],
    ['--to a:1 --bandwidth 0', '--bandwidth must be a number from 1 to 1000000000000, got "0"'],
    ['--calibrate --rtt 50', '--calibrate must stand alone, got "--rtt"'],
    ['--to a:1 --calibrate', '--calibrate must stand alone, got "--to"'],
    ['--to a:1 8080', 'every option begins with --, got "8080"'],
  ])('refuses %j in one line', (text, message) => {
    expect(() => readLinkCommand(text.split(' ').filter(Boolean))).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(message) }),
    )
  })

  it('says each flag in the help', () => {
    expect(readLinkCommand(['--help'])).toEqual({ action: 'help' })
    expect(linkHelp).toContain('\nnpm run link -- --calibrate ')
    for (const flag of [
      'to',
      'listen',
      'rtt',
      'jitter',
      'bandwidth',
      'stall',
      'proxy-hold',
      'buffer',
      'seed',
    ]) {
      expect(linkHelp).toContain(`\n  --${flag} `)
    }
  })
})

describe('checkSettings', () => {
  it('takes a link without effect', () => {
    expect(checkSettings(noEffect)).toBeUndefined()
  })

  it.each([
    [{ rttMs: Number.NaN }, 'rttMs must be a number from 0 to 60000, got null'],
    [{ jitterMs: -1 }, 'jitterMs must be a number from 0 to 60000, got -1'],
    [{ bandwidthBitsPerSecond: 0 }, 'bandwidthBitsPerSecond must be a number of 1 or more, or null, got 0'],
    [{ stallShare: 1.1 }, 'stallShare must be a number from 0 to 1, got 1.1'],
    [{ blackHole: 'yes' as never }, 'blackHole must be true or false, got "yes"'],
    [
      { cut: { afterMs: -1 } },
      'cut must be afterMs and afterDownBytes of 0 or more, or null, got {"afterMs":-1}',
    ],
    [{ proxyHoldBytes: 0.5 }, 'proxyHoldBytes must be a whole number of 1 or more, or null, got 0.5'],
  ])('refuses %j in one line', (changes, message) => {
    expect(() => checkSettings({ ...noEffect, ...changes })).toThrow(new RangeError(message))
  })
})

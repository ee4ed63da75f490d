import { describe, expect, it } from 'vitest'
import type { CompletedTrial } from '../report/types.ts'
import { buildBench, type Fault } from './planted-build.ts'
import { trialsOf } from './planted-run.ts'

const common = ['--arrivals', 'poisson', '--clients', '3', '--duration', '0.6', '--poll-interval', '100']
const runs = {
  polling: [...common, '--transports', 'polling', '--rate', '40', '--rtt', '40'],
  longPolling: [...common, '--transports', 'long-polling', '--rate', '20', '--rtt', '20'],
}

/** Counts each delay from the last one's end and takes it for punctual, as a chain of timers does. */
const relativeTimers = `
  let toldMs = Number(process.hrtime.bigint()) / 1e6
  const clock = {
    now: () => toldMs,
    async at(timeMs) {
      await new Promise(resolve => setTimeout(resolve, Math.ceil(timeMs - toldMs)))
      toldMs = timeMs
    },
    close: async () => {},
  }
`

const faults = {
  asksLate: {
    file: 'client/transports/long-polling.ts',
    text: 'since = answer?.cursor ?? since\n',
    becomes: 'since = answer?.cursor ?? since\nawait new Promise(resolve => setTimeout(resolve, 20))\n',
  },
  losesKeepAlive: {
    file: 'client/node.ts',
    text: 'createAgent(connect, { keepAlive })',
    becomes: 'createAgent(connect, { keepAlive: false })',
  },
  longInterval: {
    file: 'client/poll-schedule.ts',
    text: 'rate(intervalMs, firstMs) {',
    becomes: 'rate(askedMs, firstMs) {\nconst intervalMs = askedMs * 1.01\n',
  },
  countsFromAnswer: {
    file: 'client/poll-schedule.ts',
    text: 'slotMs += intervalMs * Math.max(1, Math.ceil((nowMs - slotMs) / intervalMs))',
    becomes: 'slotMs = Math.max(firstMs, nowMs + intervalMs)',
  },
  driftingFeed: {
    file: 'server/sources/play.ts',
    text: 'const clock = (options.createClock ?? createMetronome)(signal)',
    becomes: relativeTimers,
  },
} satisfies Record<string, Fault>

/** What is wrong with a trial: the quantities of the model that it disagrees in, and why it is invalid. */
function wrongWith({ model, valid, warnings }: CompletedTrial): string {
  const figures = Object.entries(model).filter(([, { agrees }]) => !agrees)
  const lines = figures.map(
    ([quantity, { predicted, measured, tolerance }]) =>
      `${quantity}: ${measured}, predicted ${predicted} ± ${tolerance}`,
  )
  return [...lines, ...(valid ? [] : warnings)].join('\n')
}

const feedLate = 'the feed was late by'

describe('a bench with a fault planted in it', () => {
  it.each([
    ['long polling asks again 20 ms late', 'asksLate', 'longPolling', 'requestLateMs.p50'],
    [
      'long polling opens a connection for each poll',
      'losesKeepAlive',
      'longPolling',
      'connectionsPerClient',
    ],
    ['polling opens a connection for each poll', 'losesKeepAlive', 'polling', 'connectionsPerClient'],
    ['polls are 1 % too far apart', 'longInterval', 'polling', 'requestLateMs.p50'],
    ['polls are counted from the last answer', 'countsFromAnswer', 'polling', 'requestLateMs.p50'],
    ['the feed runs on relative timers', 'driftingFeed', 'polling', feedLate],
  ] as const)('is caught when %s', async (_, fault, run, sign) => {
    const trials = await trialsOf([...runs[run], '--blocks', '1'], faults[fault])
    for (const trial of trials) expect(wrongWith(trial)).toContain(sign)
  })

  it('is not built when the fault’s text is gone, stands there twice, or is in no bundle', async () => {
    const { file, becomes } = faults.losesKeepAlive
    await expect(buildBench({ file, text: 'no such text', becomes })).rejects.toThrow('found 0 times')
    await expect(buildBench({ file, text: 'keepAlive', becomes })).rejects.toThrow(/found \d+ times/)
    await expect(buildBench({ file: 'client/browser.ts', text: 'export', becomes })).rejects.toThrow(
      'no bundle',
    )
  })
})

describe('the bench as it is, built and run in the same way', () => {
  it.each([
    ['polling', ['requestLateMs.p50', 'connectionsPerClient', feedLate]],
    ['longPolling', ['requestLateMs.p50', 'connectionsPerClient']],
  ] as const)('shows none of that in half of its trials: %s', { retry: 2 }, async (run, signs) => {
    const trials = await trialsOf([...runs[run], '--blocks', '2'])
    const wrongs = trials.map(wrongWith)
    for (const sign of signs) {
      const wrong = wrongs.filter(text => text.includes(sign))
      expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(trials.length / 2)
    }
  })
})

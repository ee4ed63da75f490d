import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import type { Content } from '../feed.ts'
import { monotonicMs } from './clock.ts'
import type { Metronome } from './metronome.ts'
import { type PlayOptions, play } from './play.ts'

function* endless(offsets: readonly number[]): Generator<number, never> {
  yield* offsets
  for (;;) yield Number.MAX_VALUE
}

function* numbered(): Generator<Content, never> {
  for (let data = 0; ; data += 1) yield { data }
}

/** A clock that a test turns on: `at` resolves as soon as it is asked, `lateMs` after the time. */
function turnedClock(lateMs: (timeMs: number) => number): () => Metronome {
  let nowMs = 0
  return () => ({
    now: () => nowMs,
    at: async timeMs => {
      nowMs = Math.max(nowMs, timeMs + lateMs(timeMs))
    },
    close: async () => {},
  })
}

const options = (more: Partial<PlayOptions>): PlayOptions => ({
  arrivals: endless([]),
  contents: numbered(),
  startAtMs: 1000,
  signal: new AbortController().signal,
  append: () => {},
  ...more,
})

describe('play, by a clock of the test', () => {
  const offsets = [0, 10, 10, 25, 40, 60, 60, 100]

  it('appends each event at its time, up to and without the end offset', async () => {
    const appended: [unknown, number][] = []
    const append: PlayOptions['append'] = ({ data }, at) => appended.push([data, at])
    const createClock = turnedClock(() => 0)
    await play(options({ arrivals: endless(offsets), endAtOffsetMs: 60, append, createClock }))
    expect(appended).toEqual([0, 10, 10, 25, 40].map((offset, data) => [data, 1000 + offset]))
  })

  it('appends all that fell due in one turn, in order, after a late one', async () => {
    const turns: number[][] = []
    const metronome = turnedClock(timeMs => (timeMs === 1010 ? 35 : 0))()
    const clock: Metronome = {
      ...metronome,
      at: timeMs => {
        turns.push([])
        return metronome.at(timeMs)
      },
    }
    const append: PlayOptions['append'] = (_, at) => turns.at(-1)?.push(at)
    await play(options({ arrivals: endless(offsets), endAtOffsetMs: 100, append, createClock: () => clock }))
    expect(turns).toEqual([[1000], [1010, 1010, 1025, 1040], [1060, 1060], []])
  })

  it('stops in the middle of a turn at an abort', async () => {
    const abort = new AbortController()
    const appended: number[] = []
    const append: PlayOptions['append'] = (_, at) => {
      appended.push(at)
      if (at === 1010) abort.abort()
    }
    const createClock = (signal: AbortSignal): Metronome => ({
      ...turnedClock(() => 50)(),
      at: () => (signal.aborted ? Promise.reject(signal.reason) : Promise.resolve()),
      now: () => 1050,
    })
    await play(options({ arrivals: endless(offsets), signal: abort.signal, append, createClock }))
    expect(appended).toEqual([1000, 1010])
  })

  it('gives the event loop its turns when the schedule is more than anybody could append', async () => {
    const ending = new AbortController()
    function* never(): Generator<number, never> {
      for (;;) yield 0
    }
    let appended = 0
    setImmediate(() => ending.abort())
    const append = () => {
      appended += 1
      // Without turns the abort never comes; then this ends the test.
      if (appended > 100_000) throw new Error('the event loop had no turn')
    }
    const clock: Metronome = {
      ...turnedClock(() => 0)(),
      now: () => 1000,
      at: async () => ending.signal.throwIfAborted(),
    }
    await play(options({ arrivals: never(), createClock: () => clock, signal: ending.signal, append }))
    expect(appended).toBeGreaterThan(0)
  })

  it('rejects with the error of an append', async () => {
    const append = () => {
      throw new Error('log is broken')
    }
    const playing = play(options({ arrivals: endless(offsets), append, createClock: turnedClock(() => 0) }))
    await expect(playing).rejects.toThrow('log is broken')
  })
})

describe('play, by the metronome', () => {
  it('is never early and loses nothing, even when the event loop is blocked for 50 ms', async () => {
    const offsets = Array.from({ length: 200 }, (_, index) => index * 1.5)
    const startAtMs = monotonicMs() + 50
    const appended: { data: unknown; at: number; lagMs: number; turn: number }[] = []
    let turn = 0
    const append: PlayOptions['append'] = ({ data }, at) => {
      appended.push({ data, at, lagMs: monotonicMs() - at, turn })
      // Microtasks wait until the events of this turn have all been appended.
      queueMicrotask(() => {
        turn += 1
      })
      const untilMs = monotonicMs() + 50
      while (data === 50 && monotonicMs() < untilMs);
    }
    await play(options({ arrivals: endless(offsets), startAtMs, endAtOffsetMs: 320, append }))
    expect(appended.map(event => event.data)).toEqual(offsets.map((_, index) => index))
    expect(appended.map(event => event.at)).toEqual(offsets.map(offset => startAtMs + offset))
    expect(Math.min(...appended.map(event => event.lagMs))).toBeGreaterThanOrEqual(0)
    // Event 83 was due 49.5 ms after event 50, within the block; the clock's thread may have been starved in it.
    expect(new Set(appended.slice(51, 84).map(event => event.turn)).size).toBeLessThan(8)
  })

  it('resolves at the abort, with the thread gone', async () => {
    const abort = new AbortController()
    const openPorts = () => process.getActiveResourcesInfo().filter(name => name === 'MessagePort').length
    const portsBefore = openPorts()
    let portsDuring = 0
    const append = () => {
      portsDuring = openPorts()
      abort.abort()
    }
    await play(options({ arrivals: endless([0]), startAtMs: monotonicMs(), signal: abort.signal, append }))
    expect(portsDuring).toBe(portsBefore + 1)
    expect(openPorts()).toBe(portsBefore)
  })

  it('lets its process end after the abort, bundled', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'play-'))
    const outfile = join(folder, 'played.mjs')
    const contents = `import { play } from './play.ts'
      import { monotonicMs } from './clock.ts'
      function* offsets() { for (let offset = 0; ; offset += 1) yield offset }
      function* contents() { for (;;) yield { data: 'played' } }
      const abort = new AbortController()
      const append = content => { if (!abort.signal.aborted) console.log(content.data); abort.abort() }
      play({ arrivals: offsets(), contents: contents(), startAtMs: monotonicMs(), signal: abort.signal, append })`
    const stdin = { contents, resolveDir: import.meta.dirname, loader: 'ts' } as const
    try {
      await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' })
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile])
      expect({ stdout, stderr }).toEqual({ stdout: 'played\n', stderr: '' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

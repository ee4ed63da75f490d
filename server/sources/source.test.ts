import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFeed } from '../feed.ts'
import { monotonicMs } from './clock.ts'
import { findDataDirectory } from './earthquakes.ts'
import { createSource } from './source.ts'
import type { SourceOptions } from './source-options.ts'

const earthquakes: SourceOptions = { feed: 'earthquakes', seed: 1 }

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'source-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'quakes.ndjson')
  await writeFile(path, text)
  return path
}

/** Plays a source into a log for a while; gives each record and its offset. */
async function played(options: SourceOptions, endAtOffsetMs = 60) {
  const source = await createSource(options)
  const feed = createFeed()
  const events: { record: string; data: unknown; topic: unknown; offsetMs: number }[] = []
  const startAtMs = monotonicMs()
  await source.run({
    startAtMs,
    endAtOffsetMs,
    signal: new AbortController().signal,
    append: (content, intendedAtMs) => {
      const { record } = feed.append(content)
      events.push({ record, offsetMs: intendedAtMs - startAtMs, ...JSON.parse(record) })
    },
  })
  return events
}

describe('createSource', () => {
  it.each<[Partial<SourceOptions>, string]>([
    [{}, 'recorded arrivals, 1 events/s'],
    [{ speed: 3600 }, 'recorded arrivals, 10.2 events/s'],
    [{ eventsPerSecond: 10, arrivals: 'poisson' }, 'poisson arrivals, 10 events/s'],
    [{ arrivals: 'burst', payloadBytes: 125 }, 'burst arrivals, 1 events/s, synthetic records of 125 bytes'],
  ])('describes the earthquakes with %o', async (more, text) => {
    const { description } = await createSource({ ...earthquakes, ...more })
    expect(description).toBe(`1707 events of earthquakes-2018-02.ndjson, ${text}`)
  })

  it.each<[Partial<SourceOptions>, string]>([
    [{ speed: 2, eventsPerSecond: 3 }, 'speed and rate must not be given together, got speed 2 and rate 3'],
    [{ speed: 0 }, 'speed must be a number over 0, got 0'],
    [{ eventsPerSecond: Number.NaN }, 'rate must be a number over 0, got NaN'],
    [{ eventsPerSecond: Number.POSITIVE_INFINITY }, 'rate must be a number over 0, got Infinity'],
    [{ payloadBytes: 58 }, 'payload must be a whole number of bytes from 59 to 16777216, got 58'],
    [{ seed: 1.5 }, 'seed must be a whole number, got 1.5'],
    [
      { arrivals: 'often' as 'burst' },
      'arrivals must be one of recorded, poisson, periodic, burst, got "often"',
    ],
    [{ feed: 'none', payloadBytes: 100 }, 'payload needs a feed other than none, got 100'],
    [
      { feed: '/nowhere.ndjson' },
      'feed must be earthquakes, none, - or a readable NDJSON file, got "/nowhere.ndjson" (ENOENT)',
    ],
  ])('refuses %o in one line', async (more, message) => {
    const refused = createSource({ ...earthquakes, ...more })
    await expect(refused).rejects.toThrow(
      expect.objectContaining({ name: 'SourceError', code: 'option', message }),
    )
  })

  it('names the file and line of a bad recording', async () => {
    const feed = await fileOf('{"time":1,"data":1}\n{"time":2}\n')
    await expect(createSource({ feed, seed: 1 })).rejects.toThrow(
      'quakes.ndjson line 2: "data" must be there (any JSON), got nothing',
    )
  })

  it('refuses a recording of one time for recorded arrivals, and plays it periodically', async () => {
    const feed = await fileOf('{"time":1,"data":"only"}\n')
    await expect(createSource({ feed, seed: 1 })).rejects.toThrow(
      'quakes.ndjson: a rate needs events at 2 different times at least, got 1 event at one time',
    )
    const events = await played({ feed, seed: 1, arrivals: 'periodic', eventsPerSecond: 100 }, 30)
    expect(events.map(event => event.data)).toEqual(['only', 'only', 'only'])
  })

  it('refuses a payload that a topic of the recording leaves no room for', async () => {
    const feed = await fileOf(`{"time":1,"data":1}\n{"time":2,"data":1,"topic":"${'t'.repeat(50)}"}\n`)
    await expect(createSource({ feed, seed: 1, payloadBytes: 100 })).rejects.toThrow('bytes from 120 to')
  })
})

describe('a source', () => {
  it('gives nothing of its own for the feed none', async () => {
    expect(await played({ feed: 'none', seed: 1 })).toEqual([])
  })

  it('replays a file at its speed, with its data and topics in step, round and round', async () => {
    const feed = await fileOf(
      '{"time":0,"data":"a"}\n{"time":100,"data":"b","topic":"t"}\n{"time":400,"data":"c"}\n',
    )
    const events = await played({ feed, seed: 1, speed: 10 }, 110)
    expect(events.map(({ data, topic }) => [data, topic])).toEqual([
      ['a', undefined],
      ['b', 't'],
      ['c', undefined],
      ['a', undefined],
      ['b', 't'],
      ['c', undefined],
    ])
    expect(events.map(event => Math.round(event.offsetMs))).toEqual([0, 10, 40, 60, 70, 100])
  })

  it('keeps the recorded times, and fills the records, when a payload is asked', async () => {
    const own = await played({ ...earthquakes, eventsPerSecond: 200, shuffleStart: true })
    const padded = await played({
      ...earthquakes,
      eventsPerSecond: 200,
      shuffleStart: true,
      payloadBytes: 126,
    })
    expect(padded.length).toBeGreaterThan(0)
    padded.forEach(({ offsetMs }, index) => {
      expect(offsetMs).toBeCloseTo(own[index]!.offsetMs, 3)
    })
    expect(padded).toHaveLength(own.length)
    expect(padded.map(event => Buffer.byteLength(event.record))).toEqual(padded.map(() => 126))
  })

  it('starts at a place of the seed: other seeds see other stretches, each with its own data', async () => {
    const firsts = await Promise.all(
      [1, 2, 1].map(
        async seed => await played({ ...earthquakes, seed, eventsPerSecond: 200, shuffleStart: true }),
      ),
    )
    const ids = firsts.map(events => (events[0]!.data as { id: string }).id)
    expect(ids[0]).toBe(ids[2])
    expect(ids[0]).not.toBe(ids[1])
    expect(ids).not.toContain('uw61345682')
  })

  it('appends stdin as it comes when no pace is given, and reports bad lines', async () => {
    const problems: string[] = []
    const input = Readable.from(['{"data":1}\nbad\n', '{"data":2}'])
    const events = await played({
      feed: '-',
      seed: 1,
      input,
      onProblem: text => problems.push(text),
      payloadBytes: 100,
    })
    expect(events.map(event => event.record.length)).toEqual([100, 100])
    expect(problems).toEqual(['stdin line 2: expected JSON like {"time":UNIX_MS,"data":...}, got "bad"'])
  })

  it('reads stdin to its end and replays it when a pace is given', async () => {
    const input = new PassThrough()
    const events = played({ feed: '-', seed: 1, input, speed: 10 }, 50)
    input.write('{"time":0,"data":"a"}\n{"ti')
    input.end('me":200,"data":"b"}\n')
    expect((await events).map(({ data, offsetMs }) => [data, Math.round(offsetMs)])).toEqual([
      ['a', 0],
      ['b', 20],
      ['a', 40],
    ])
    const bad = createSource({ feed: '-', seed: 1, speed: 1, input: Readable.from(['{"data":1}']) })
    await expect(bad).rejects.toThrow('stdin line 1: "time" must be a number (Unix time in ms), got nothing')
  })
})

describe('findDataDirectory', () => {
  it('finds the data from the sources and from a bundle, and says when there is none', () => {
    const root = join(import.meta.dirname, '..', '..')
    const data = join(root, 'server', 'data')
    expect(findDataDirectory()).toBe(data)
    expect(findDataDirectory(pathToFileURL(join(root, '.build', 'bench.js')).href)).toBe(data)
    expect(() => findDataDirectory('file:///bench.js')).toThrow(
      'no server/data/earthquakes-2018-02.ndjson above file:///bench.js',
    )
  })
})

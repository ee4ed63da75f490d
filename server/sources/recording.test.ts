import { describe, expect, it } from 'vitest'
import { meanGapMs, parseEvent, readRecording } from './recording.ts'

async function* only(text: string) {
  yield text
}

const read = (text: string) => readRecording(only(text), 'quakes.ndjson')

describe('readRecording', () => {
  it('reads times, data and topics, and ignores blank lines', async () => {
    const { name, events } = await read(
      '{"time":1.5,"data":null}\r\n\n  \n{"time":1.5,"data":[1],"topic":"t"}',
    )
    expect(name).toBe('quakes.ndjson')
    expect(events).toEqual([
      { timeMs: 1.5, data: null },
      { timeMs: 1.5, data: [1], topic: 't' },
    ])
  })

  const good = '{"time":5,"data":1}\n\n'
  it.each([
    ['{"time":"abc","data":1}', '"time" must be a number (Unix time in ms), got "abc"'],
    ['{"data":1}', '"time" must be a number (Unix time in ms), got nothing'],
    ['{"time":1e999,"data":1}', '"time" must be a number (Unix time in ms), got Infinity'],
    ['{"time":4,"data":1}', '"time" must not be before the previous event\'s 5, got 4'],
    ['{"time":6}', '"data" must be there (any JSON), got nothing'],
    ['{"time":6,"data":1,"topic":7}', '"topic" must be a string of 1 to 256 bytes, got 7'],
    ['{"time":6,"data":1,"topic":""}', '"topic" must be a string of 1 to 256 bytes, got ""'],
    ['[1]', 'a line must be a JSON object, got [1]'],
    ['null', 'a line must be a JSON object, got null'],
    ['{"time":6,\t', 'expected JSON like {"time":UNIX_MS,"data":...}, got "{\\"time\\":6,\\t"'],
  ])('refuses %s on line 3 in one line', async (line, message) => {
    await expect(read(good + line)).rejects.toThrow(
      expect.objectContaining({
        name: 'SourceError',
        code: 'recording',
        message: `quakes.ndjson line 3: ${message}`,
      }),
    )
  })

  it('cuts a long value in a message to 60 characters', async () => {
    await expect(read(`${'x'.repeat(1e5)}\n`)).rejects.toThrow(new RegExp(`got "${'x'.repeat(56)}\\.\\.\\.$`))
  })

  it.each(['', '\n \n'])('refuses %j, which has no event', async text => {
    await expect(read(text)).rejects.toThrow('quakes.ndjson: expected events, got none')
  })

  it('refuses a topic by its bytes, not its characters', async () => {
    const line = (topic: string) => JSON.stringify({ time: 1, data: 1, topic })
    expect((await read(line('é'.repeat(128)))).events).toHaveLength(1)
    await expect(read(line('é'.repeat(129)))).rejects.toThrow('"topic" must be a string of 1 to 256 bytes')
  })
})

describe('meanGapMs', () => {
  it('is the span over the gaps', async () => {
    expect(meanGapMs(await read('{"time":1,"data":1}\n{"time":2,"data":1}\n{"time":6,"data":1}'))).toBe(2.5)
  })

  it.each([
    [1, 'got 1 event at one time'],
    [2, 'got 2 events at one time'],
  ])('refuses %i of one time', async (count, found) => {
    const recording = await read('{"time":1,"data":1}\n'.repeat(count))
    expect(() => meanGapMs(recording)).toThrow(
      `quakes.ndjson: a rate needs events at 2 different times at least, ${found}`,
    )
  })
})

describe('parseEvent', () => {
  it('needs no time, but refuses a wrong one', () => {
    expect(parseEvent('{"data":{"a":1},"topic":"t"}', 'stdin line 1')).toEqual({ data: { a: 1 }, topic: 't' })
    expect(() => parseEvent('{"time":null,"data":1}', 'stdin line 2')).toThrow(
      'stdin line 2: "time" must be a number (Unix time in ms), got null',
    )
  })
})

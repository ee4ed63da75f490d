import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Content } from '../feed.ts'
import { monotonicMs } from './clock.ts'
import { ownData } from './contents.ts'
import { appendLive, type LiveOptions } from './live.ts'

/** Runs `appendLive`; `next` resolves at the next append. */
function start(input: Readable, more: Partial<LiveOptions> = {}) {
  const appended: Content[] = []
  const problems: string[] = []
  const waiting: (() => void)[] = []
  const done = appendLive({
    input,
    toContent: ownData,
    signal: new AbortController().signal,
    append: content => {
      appended.push(content)
      waiting.shift()?.()
    },
    onProblem: problem => problems.push(problem),
    ...more,
  })
  const next = () => new Promise<void>(resolve => waiting.push(resolve))
  return { appended, problems, done, next }
}

describe('appendLive', () => {
  it('appends a line when it arrives, before the input ends, with the time of its arrival', async () => {
    const input = new PassThrough()
    const before = monotonicMs()
    let intendedAtMs = 0
    const live = start(input)
    const timed = start(new PassThrough().end('{"data":1}'), { append: (_, at) => (intendedAtMs = at) })
    const first = live.next()
    input.write('{"data":1}\n{"da')
    await first
    expect(live.appended).toEqual([{ data: 1 }])
    const second = live.next()
    input.write('ta":2,"topic":"t"}\n')
    await second
    input.end('{"time":3,"data":3}')
    await live.done
    expect(live.appended).toEqual([{ data: 1 }, { data: 2, topic: 't' }, { data: 3 }])
    await timed.done
    expect(intendedAtMs).toBeGreaterThanOrEqual(before)
  })

  it('appends the same events at any chunk boundary', async () => {
    const bytes = Buffer.from('{"data":"é"}\n\r\n{"data":"지진","topic":"t"}\n{"data":3}')
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const live = start(Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]))
      await live.done
      expect(live.appended).toEqual([{ data: 'é' }, { data: '지진', topic: 't' }, { data: 3 }])
      expect(live.problems).toEqual([])
    }
  })

  it('reports a bad line by its number and goes on', async () => {
    const live = start(Readable.from(['nonsense\n\n{"time":1}\n{"data":0}\n{"time":"x","data":1}\n']))
    await live.done
    expect(live.appended).toEqual([{ data: 0 }])
    expect(live.problems).toEqual([
      'stdin line 1: expected JSON like {"time":UNIX_MS,"data":...}, got "nonsense"',
      'stdin line 3: "data" must be there (any JSON), got nothing',
      'stdin line 5: "time" must be a number (Unix time in ms), got "x"',
    ])
  })

  it('resolves at an abort and destroys the input', async () => {
    const abort = new AbortController()
    const input = new PassThrough()
    const live = start(input, { signal: abort.signal })
    abort.abort()
    await live.done
    expect(input.destroyed).toBe(true)
  })

  it('leaves the rest of a chunk out after an abort', async () => {
    const abort = new AbortController()
    const appended: unknown[] = []
    const append: LiveOptions['append'] = ({ data }) => {
      appended.push(data)
      abort.abort()
    }
    await start(Readable.from(['{"data":1}\n{"data":2}\n']), { signal: abort.signal, append }).done
    expect(appended).toEqual([1])
  })

  it('resolves at the end time though the input stays open', async () => {
    const input = new PassThrough()
    await start(input, { endAtMs: monotonicMs() + 5 }).done
    expect(input.destroyed).toBe(true)
  })

  it('rejects when the input fails or an append throws', async () => {
    const input = new PassThrough()
    const live = start(input)
    input.destroy(new Error('pipe broke'))
    await expect(live.done).rejects.toThrow('pipe broke')
    const append = () => {
      throw new Error('log is broken')
    }
    await expect(start(Readable.from(['{"data":1}\n']), { append }).done).rejects.toThrow('log is broken')
  })
})

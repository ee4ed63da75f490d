import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createQueue, highWaterItems, highWaterSize } from './queue.ts'
import { drain, take } from './test/scripted-server.ts'

describe('a queue', () => {
  it('hands over items in order, whether they came before or after they were asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async pauses => {
        const queue = createQueue<number>()
        const reading = drain(queue)
        for (const [index, pause] of pauses.entries()) {
          queue.push(index)
          if (pause) await undefined
        }
        queue.end()
        expect(await reading).toEqual({ items: [...pauses.keys()], error: undefined })
      }),
    )
  })

  it('tells an error after the items that wait, once, and takes nothing more', async () => {
    const queue = createQueue<number>()
    queue.push(1)
    queue.fail(new Error('cut'))
    queue.push(2)
    queue.fail(new Error('later'))
    const { items, error } = await drain(queue)
    expect([items, String(error)]).toEqual([[1], 'Error: cut'])
    expect(await drain(queue)).toEqual({ items: [], error: undefined })
  })

  it('rejects a reader that already waits', async () => {
    const queue = createQueue<number>()
    const reading = drain(queue)
    queue.fail(new Error('cut'))
    expect(String((await reading).error)).toBe('Error: cut')
  })

  it('asks its source to pause above the mark, and to resume once all is read', async () => {
    const source = { pause: vi.fn(), resume: vi.fn() }
    const queue = createQueue<number>(source)
    for (let item = 0; item < highWaterItems; item += 1) queue.push(item)
    expect(source.pause).toHaveBeenCalledTimes(0)
    queue.push(highWaterItems)
    queue.push(highWaterItems + 1)
    expect(source.pause).toHaveBeenCalledTimes(1)
    const reader = queue[Symbol.asyncIterator]()
    for (let item = 0; item <= highWaterItems; item += 1) await reader.next()
    expect(source.resume).toHaveBeenCalledTimes(0)
    await reader.next()
    expect(source.resume).toHaveBeenCalledTimes(1)
  })

  it('asks its source to pause for few items that are large, and again once they were read', async () => {
    const source = { sizeOf: (item: string) => item.length, pause: vi.fn(), resume: vi.fn() }
    const queue = createQueue<string>(source)
    const half = 'x'.repeat(highWaterSize / 2)
    const reader = queue[Symbol.asyncIterator]()
    for (const times of [1, 2]) {
      queue.push(half)
      queue.push(half)
      expect(source.pause).toHaveBeenCalledTimes(times - 1)
      queue.push('x')
      expect(source.pause).toHaveBeenCalledTimes(times)
      for (let item = 0; item < 3; item += 1) await reader.next()
      expect(source.resume).toHaveBeenCalledTimes(times)
    }
  })

  it('lets a paused source go on when the reader leaves, so that it hears the other side close', async () => {
    const calls: string[] = []
    const queue = createQueue<number>({
      pause: () => calls.push('pause'),
      resume: () => calls.push('resume'),
      close: () => calls.push('close'),
    })
    for (let item = 0; item <= highWaterItems; item += 1) queue.push(item)
    await take(queue, 1)
    expect(calls).toEqual(['pause', 'resume', 'close'])
  })

  it('closes its source when the reader leaves, and when the reader came to the end', async () => {
    const left = vi.fn()
    const leaving = createQueue<number>({ close: left })
    leaving.push(1)
    await take(leaving, 1)
    expect(left).toHaveBeenCalled()
    const read = vi.fn()
    const ending = createQueue<number>({ close: read })
    ending.push(1)
    ending.end()
    expect(read).not.toHaveBeenCalled()
    await drain(ending)
    expect(read).toHaveBeenCalled()
  })
})

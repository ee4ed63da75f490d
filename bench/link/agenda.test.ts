import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAgenda } from './agenda.ts'
import { createHeap } from './heap.ts'

describe('a heap', () => {
  it('gives its items in order, whatever order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), values => {
        const heap = createHeap<number>((a, b) => a < b)
        values.forEach(heap.push)
        expect(heap.peek()).toBe(values.length === 0 ? undefined : Math.min(...values))
        expect(values.map(() => heap.pop())).toEqual([...values].sort((a, b) => a - b))
        expect(heap.pop()).toBeUndefined()
        heap.push(1)
        expect(heap.peek()).toBe(1)
      }),
    )
  })
})

describe('an agenda', () => {
  it('runs actions in order of time, equal times in turn, none before its time', async () => {
    const agenda = await createAgenda(new AbortController().signal)
    const startMs = agenda.now() + 5
    const done: [afterMs: number, turn: number][] = []
    const asked = [30, 10, 10, 0.5, 20, -10, 10].map((afterMs, turn) => [afterMs, turn] as const)
    await Promise.all(
      asked.map(
        ([afterMs, turn]) =>
          new Promise<void>(resolve => {
            agenda.at(startMs + afterMs, () => {
              expect(agenda.now()).toBeGreaterThanOrEqual(startMs + afterMs)
              done.push([afterMs, turn])
              resolve()
            })
          }),
      ),
    )
    expect(done).toEqual([...asked].sort((a, b) => a[0] - b[0] || a[1] - b[1]))
    await agenda.close()
  })

  it('runs what an action asks for, and an earlier time asked while it waits for a later one', async () => {
    const agenda = await createAgenda(new AbortController().signal)
    const nowMs = agenda.now()
    const never = () => expect.unreachable('an hour has not passed')
    agenda.at(nowMs + 3_600_000, never)
    await new Promise<void>(resolve => agenda.at(nowMs + 2, () => agenda.at(nowMs + 1, resolve)))
    await agenda.close()
    agenda.at(0, never)
  })

  it('counts how long it waited awake: nothing for what is due, all that was left for what is near', async () => {
    const agenda = await createAgenda(new AbortController().signal)
    const bookAndRun = (timeMs: () => number) =>
      new Promise<readonly [leftMs: number, awakeMs: number]>(resolve => {
        // Within an action, so that what it asks for is next without a sleep between.
        agenda.at(0, () => {
          const beforeMs = agenda.awakeMs()
          const atMs = timeMs()
          const leftMs = atMs - agenda.now()
          agenda.at(atMs, () => resolve([leftMs, agenda.awakeMs() - beforeMs]))
        })
      })
    expect((await bookAndRun(() => 0))[1]).toBe(0)
    let [leftMs, awakeMs] = [0, 0]
    // A busy machine may take the processor away until the time has come.
    while (awakeMs === 0) [leftMs, awakeMs] = await bookAndRun(() => agenda.now() + 0.3)
    expect(awakeMs).toBeLessThanOrEqual(agenda.awakeMs())
    expect(leftMs).toBeLessThanOrEqual(0.3)
    expect(agenda.awakeMs()).toBeGreaterThan(0)
    await agenda.close()
  })

  it('rejects with the reason of an abort before it began', async () => {
    await expect(createAgenda(AbortSignal.abort('before'))).rejects.toBe('before')
  })
})

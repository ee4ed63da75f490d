import { describe, expect, it } from 'vitest'
import { createStore, follow } from './store.ts'

describe('a store', () => {
  it('tells each subscriber the state and the one before', () => {
    const store = createStore({ a: 1, b: 2 })
    const told: unknown[] = []
    store.subscribe((state, before) => told.push([state, before]))
    store.set({ a: 3 })
    store.set(({ a, b }) => ({ b: a + b }))
    expect(told).toEqual([
      [
        { a: 3, b: 2 },
        { a: 1, b: 2 },
      ],
      [
        { a: 3, b: 5 },
        { a: 3, b: 2 },
      ],
    ])
  })

  it('does not tell of a change that changes nothing', () => {
    const store = createStore({ a: 1 })
    let told = 0
    store.subscribe(() => {
      told += 1
    })
    store.set({ a: 1 })
    store.set({})
    expect(told).toBe(0)
  })

  it('tells everyone of a change before the next one that a listener makes', () => {
    const store = createStore({ a: 0 })
    const told: string[] = []
    store.subscribe(({ a }) => {
      told.push(`first ${a}`)
      if (a === 1) store.set({ a: 2 })
    })
    store.subscribe(({ a }) => told.push(`second ${a}`))
    store.set({ a: 1 })
    expect(told).toEqual(['first 1', 'second 1', 'first 2', 'second 2'])
  })

  it('tells a listener nothing after it left', () => {
    const store = createStore({ a: 0 })
    const told: number[] = []
    const leave = store.subscribe(({ a }) => told.push(a))
    store.set({ a: 1 })
    leave()
    store.set({ a: 2 })
    expect(told).toEqual([1])
  })

  it('goes on telling after a listener threw', () => {
    const store = createStore({ a: 0 })
    const leave = store.subscribe(() => {
      throw new Error('broken')
    })
    expect(() => store.set({ a: 1 })).toThrow('broken')
    leave()
    const told: number[] = []
    store.subscribe(({ a }) => told.push(a))
    store.set({ a: 2 })
    expect(told).toEqual([2])
  })
})

describe('follow', () => {
  it('renders at once, and again only when what it picks changes', () => {
    const store = createStore({ a: 1, b: 1 })
    const rendered: number[] = []
    const end = follow(
      store,
      ({ a }) => a,
      a => rendered.push(a),
    )
    store.set({ b: 2 })
    store.set({ a: 5 })
    end()
    store.set({ a: 6 })
    expect(rendered).toEqual([1, 5])
  })
})

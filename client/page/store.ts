/** One value that many read: `set` changes some of its members and tells every subscriber at once. */
export interface Store<T extends object> {
  get(): T
  /** Merges a change, or what a function makes of the state; a change that changes nothing is not told. */
  set(change: Partial<T> | ((state: T) => Partial<T>)): void
  /** Calls the listener after each change; returns what ends that. */
  subscribe(listener: (state: T, before: T) => void): () => void
}

/** Creates a store that holds `initial`. A listener may set again; each change is told in its turn. */
export function createStore<T extends object>(initial: T): Store<T> {
  const listeners = new Set<(state: T, before: T) => void>()
  const untold: { readonly state: T; readonly before: T }[] = []
  let state = initial
  let telling = false

  const tell = () => {
    telling = true
    try {
      for (let next = untold.shift(); next; next = untold.shift()) {
        for (const listener of [...listeners]) listener(next.state, next.before)
      }
    } finally {
      telling = false
    }
  }

  return {
    get: () => state,
    set(change) {
      const members = typeof change === 'function' ? change(state) : change
      const names = Object.keys(members) as (keyof T)[]
      if (names.every(name => Object.is(state[name], members[name]))) return
      const before = state
      state = { ...state, ...members }
      untold.push({ state, before })
      if (!telling) tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Calls `render` now and whenever what `pick` takes of the state is another value; returns what ends that. */
export function follow<T extends object, V>(
  store: Store<T>,
  pick: (state: T) => V,
  render: (value: V) => void,
): () => void {
  let shown = pick(store.get())
  render(shown)
  return store.subscribe(state => {
    const value = pick(state)
    if (Object.is(value, shown)) return
    shown = value
    render(value)
  })
}

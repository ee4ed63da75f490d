/** Those who want to know of each change. */
export interface Listeners {
  tell(): void
  /** Calls the listener after each change; returns what ends that. */
  subscribe(listener: () => void): () => void
}

/** Creates a list of listeners with nobody on it. */
export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    tell() {
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

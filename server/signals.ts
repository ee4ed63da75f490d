const signals = ['SIGINT', 'SIGTERM'] as const

/** Calls `end` on the first SIGINT or SIGTERM; a second one ends the process at once, as without a listener. */
export function onFirstSignal(end: () => void): void {
  const listener = () => {
    for (const signal of signals) process.off(signal, listener)
    end()
  }
  for (const signal of signals) process.on(signal, listener)
}

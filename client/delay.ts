const longestTimerMs = 2 ** 31 - 1

/** Waits `ms` milliseconds, rounded up; rejects with the signal's reason as soon as it aborts. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    // A longer timer would fire at once.
    const timer = setTimeout(finish, Math.min(Math.ceil(ms), longestTimerMs))
    signal.addEventListener('abort', cancel)

    function finish(): void {
      signal.removeEventListener('abort', cancel)
      resolve()
    }
    function cancel(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      reject(signal.reason)
    }
  })
}

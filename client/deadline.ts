import { TransportError } from './transport.ts'

/** A limit on silence, on `signal`'s clock until `end` is called. */
export interface Deadline {
  /** Aborts with the outer signal's reason, or with a TransportError `silent` when the time is up. */
  readonly signal: AbortSignal
  /** Starts the time anew. */
  restart(): void
  /** Stops the time until the next `restart`. */
  pause(): void
  /** Lets go of the timer and of the outer signal. */
  end(): void
}

/** Aborts what listens to its signal when it was not restarted for `limitMs` milliseconds; starts at once. */
export function createDeadline(limitMs: number, outer: AbortSignal, now: () => number): Deadline {
  const controller = new AbortController()
  const follow = () => controller.abort(outer.reason)
  let dueMs = now() + limitMs
  let timer: ReturnType<typeof setTimeout> | undefined

  if (outer.aborted) follow()
  else {
    outer.addEventListener('abort', follow)
    arm()
  }

  // A restart for every event would be a timer for every event, so the one timer looks at the clock when it fires.
  function arm(): void {
    timer = setTimeout(check, Math.ceil(dueMs - now()))
  }

  function check(): void {
    timer = undefined
    if (dueMs === Number.POSITIVE_INFINITY) return
    if (now() < dueMs) arm()
    else controller.abort(new TransportError('silent', `the server was silent for ${limitMs} ms`))
  }

  return {
    signal: controller.signal,
    restart() {
      dueMs = now() + limitMs
      if (timer === undefined && !controller.signal.aborted) arm()
    },
    pause() {
      dueMs = Number.POSITIVE_INFINITY
    },
    end() {
      clearTimeout(timer)
      outer.removeEventListener('abort', follow)
    },
  }
}

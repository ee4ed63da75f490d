import type { Observation } from './attempt.ts'
import type { FaultName } from './protocol.ts'

/** Where the standing connection stands. `attempt` counts from 1 since the fault was last changed. */
export type StandingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'connecting' | 'open'; readonly fault: FaultName; readonly attempt: number }
  | {
      readonly phase: 'waiting'
      readonly fault: FaultName
      readonly attempt: number
      readonly waitMs: number
    }

/** What the standing connection needs of its page. */
export interface StandingOptions {
  /** Starts an attempt; returns what closes it. */
  readonly attempt: (fault: FaultName, onChange: (seen: Observation) => void) => () => void
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly onState: (state: StandingState) => void
}

/** A connection that is wanted open: when it ends it is opened again. */
export interface Standing {
  /** Lets go of the present connection and begins anew with this fault. */
  use(fault: FaultName): void
  stop(): void
}

/** The waits between attempts with one fault; the last goes on. Browsers log each failure, so they grow. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000] as const

/** Creates a connection that is not wanted yet. */
export function createStanding({ attempt, wait, onState }: StandingOptions): Standing {
  let current = new AbortController()
  let close = () => {}

  function begin(fault: FaultName, number: number, signal: AbortSignal): void {
    onState({ phase: 'connecting', fault, attempt: number })
    close = attempt(fault, seen => {
      if (signal.aborted) return
      if (seen.close) retry(fault, number, signal)
      else if (seen.openMs !== null) onState({ phase: 'open', fault, attempt: number })
    })
  }

  function retry(fault: FaultName, number: number, signal: AbortSignal): void {
    const waitMs = waitsMs[Math.min(number, waitsMs.length) - 1]!
    onState({ phase: 'waiting', fault, attempt: number, waitMs })
    wait(waitMs, signal).then(
      () => begin(fault, number + 1, signal),
      error => {
        if (!signal.aborted) throw error
      },
    )
  }

  const stop = () => {
    current.abort()
    close()
    close = () => {}
    current = new AbortController()
  }
  return {
    use(fault) {
      stop()
      begin(fault, 1, current.signal)
    },
    stop() {
      stop()
      onState({ phase: 'idle' })
    },
  }
}

import { delay } from '../../delay.ts'
import type { PageContext } from '../context.ts'
import { addressesOf } from './addresses.ts'
import { type Observation, outcomeOf, startAttempt } from './attempt.ts'
import type { FaultName, Transcript } from './protocol.ts'
import { createStanding, type Standing, type StandingState } from './standing.ts'
import { fetchTranscript } from './transcript.ts'

/** Who is told what becomes of the standing connection. */
export interface FaultListeners {
  readonly onState: (state: StandingState) => void
  /** An attempt has an outcome; also told again when it has another. */
  readonly onOutcome: (fault: FaultName, seen: Observation) => void
  /** The transcript that belongs to it; null when it could not be had. */
  readonly onTranscript: (fault: FaultName, seen: Observation, transcript: Transcript | null) => void
}

/** Creates the standing connection to the handshake server; after the signal nobody is told any more. */
export function createFaultWatch(
  { store }: PageContext,
  { onState, onOutcome, onTranscript }: FaultListeners,
  signal: AbortSignal,
): Standing {
  let latest = ''

  const addresses = () => {
    const { ports } = store.get()
    if (!ports) throw new Error('the lab has not said its ports')
    return addressesOf(location.hostname, ports)
  }
  const look = async (fault: FaultName, seen: Observation, id: string): Promise<void> => {
    if (latest !== id || outcomeOf(seen) === 'pending') return
    onOutcome(fault, seen)
    const url = addresses().transcript(id, seen.close ? 1_000 : 0)
    // Without its transcript an attempt is still shown: the server may have gone.
    const transcript = await fetchTranscript(url, signal).catch(() => null)
    if (!signal.aborted && latest === id) onTranscript(fault, seen, transcript)
  }
  return createStanding({
    wait: delay,
    onState,
    attempt(fault, onChange) {
      const id = crypto.randomUUID()
      latest = id
      return startAttempt({
        openSocket: () => new WebSocket(addresses().handshake(fault, id)),
        now: () => performance.now(),
        first: 'hello',
        onChange: seen => {
          void look(fault, seen, id)
          onChange(seen)
        },
      })
    },
  })
}

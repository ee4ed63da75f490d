import { describe, expect, it } from 'vitest'
import type { Observation } from './attempt.ts'
import type { FaultName } from './protocol.ts'
import { createStanding, type StandingState } from './standing.ts'

const opened: Observation = { openMs: 1, message: null, messageMs: null, errorMs: null, close: null }
const failed: Observation = { ...opened, close: { code: 1006, wasClean: false, reason: '', atMs: 2 } }

function stand() {
  const attempts: { fault: FaultName; tell: (seen: Observation) => void; closed: boolean }[] = []
  const waits: { ms: number; end: () => void; signal: AbortSignal }[] = []
  const states: StandingState[] = []
  const standing = createStanding({
    attempt(fault, tell) {
      const one = { fault, tell, closed: false }
      attempts.push(one)
      return () => {
        one.closed = true
      }
    },
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, end: resolve, signal })
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    onState: state => states.push(state),
  })
  const nextTurn = () => new Promise(resolve => setImmediate(resolve))
  return { attempts, waits, states, standing, nextTurn }
}

describe('the standing connection', () => {
  it('opens again after each end, and waits longer each time, up to 16 s', async () => {
    const { attempts, waits, standing, nextTurn } = stand()
    standing.use('wrong-accept')
    for (let count = 0; count < 6; count += 1) {
      attempts[count]!.tell(failed)
      waits[count]!.end()
      await nextTurn()
    }
    expect(waits.map(({ ms }) => ms)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000])
    expect(attempts).toHaveLength(7)
  })

  it('recovers at once when the fault is taken away in the middle of a wait', async () => {
    const { attempts, waits, states, standing, nextTurn } = stand()
    standing.use('wrong-accept')
    attempts[0]!.tell(failed)
    standing.use('none')
    await nextTurn()
    expect(waits[0]!.signal.aborted).toBe(true)
    attempts[1]!.tell(opened)
    expect(attempts.map(({ fault }) => fault)).toEqual(['wrong-accept', 'none'])
    expect(states.at(-1)).toEqual({ phase: 'open', fault: 'none', attempt: 1 })
  })

  it('closes what it lets go of, and heeds it no more', async () => {
    const { attempts, states, waits, standing, nextTurn } = stand()
    standing.use('none')
    attempts[0]!.tell(opened)
    standing.stop()
    expect(attempts[0]!.closed).toBe(true)
    attempts[0]!.tell(failed)
    await nextTurn()
    expect([states.at(-1), waits.length]).toEqual([{ phase: 'idle' }, 0])
  })
})

import { describe, expect, it } from 'vitest'
import { createOutbox } from './outbox.ts'
import type { Telemetry } from './protocol.ts'

/** An outbox whose clock ticks by hand, to a page that takes bytes or does not. */
function testOutbox() {
  const sent: Telemetry[][] = []
  let due: (() => void)[] = []
  const page = { unsentBytes: 0 }
  const outbox = createOutbox({
    send: text => sent.push(JSON.parse(text)),
    unsentBytes: () => page.unsentBytes,
    later: (action, delayMs) => {
      expect(delayMs).toBe(16)
      due.push(action)
      return () => (due = due.filter(each => each !== action))
    },
  })
  const tick = () => {
    for (const action of due.splice(0)) action()
  }
  return { outbox, sent, page, tick, due: () => due.length }
}

const tabs = (count: number): Telemetry => ({ type: 'tabs', tabs: count })
const problem = (text: string): Telemetry => ({ type: 'problem', text })

describe('an outbox', () => {
  it('sends what gathered in one batch, in order, and then nothing', () => {
    const { outbox, sent, tick, due } = testOutbox()
    outbox.put(problem('a'))
    outbox.put(tabs(2))
    expect(sent).toEqual([])
    tick()
    expect(sent).toEqual([[problem('a'), tabs(2)]])
    expect(due()).toBe(0)
  })

  it('drops the traffic of a page that takes nothing, keeps the newest state, and says how much it dropped', () => {
    const { outbox, sent, page, tick } = testOutbox()
    page.unsentBytes = 2_000_000
    for (let round = 1; round <= 3; round += 1) {
      outbox.put(tabs(round))
      outbox.put(problem(`${round}`))
      tick()
    }
    expect(sent).toEqual([])
    page.unsentBytes = 0
    outbox.put(problem('4'))
    tick()
    expect(sent).toEqual([[{ type: 'dropped', items: 3 }, tabs(3), problem('4')]])
  })

  it('gathers no more than 5,000 items', () => {
    const { outbox, sent, tick } = testOutbox()
    for (let count = 0; count < 5_002; count += 1) outbox.put(problem('x'))
    tick()
    expect(sent).toEqual([[{ type: 'dropped', items: 5_001 }, problem('x')]])
  })

  it('sends nothing after its end', () => {
    const { outbox, sent, tick } = testOutbox()
    outbox.put(tabs(1))
    outbox.stop()
    tick()
    expect(sent).toEqual([])
  })
})

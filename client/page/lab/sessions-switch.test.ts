import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../transport.ts'
import { createLogHeads } from './outcomes.ts'
import { createSwitchCount } from './sessions-switch.ts'

const open = (cursor: string): Delivery => ({ type: 'open', cursor })
const alive = (cursor: string): Delivery => ({ type: 'alive', cursor, empty: true })
const event = (sequence: number): Delivery => ({
  type: 'event',
  cursor: `e.${sequence}`,
  record: { id: `e.${sequence}`, at: 0, data: null },
})

describe('the count of a switch', () => {
  it('goes on past a poller’s own opening, until the server has answered', () => {
    const log = createLogHeads()
    const count = createSwitchCount('sse', 'polling', 'e.5', log)
    count.delivered(open('e.5'))
    log.appended('e.7')
    count.delivered(event(6))
    count.delivered(event(7))
    log.appended('e.8')
    count.delivered(event(8))
    expect(count.result()).toEqual({ from: 'sse', to: 'polling', delivered: 2, lost: 0, duplicated: 0 })
  })

  it('ends where the log stood when a stream opened', () => {
    const log = createLogHeads()
    log.appended('e.6')
    const count = createSwitchCount('polling', 'websocket', 'e.5', log)
    count.delivered(open('e.5'))
    for (const sequence of [6, 7, 8]) count.delivered(event(sequence))
    expect(count.result()).toMatchObject({ delivered: 1, lost: 0, duplicated: 0 })
  })

  it('tells what was left out and what came again', () => {
    const log = createLogHeads()
    log.appended('e.9')
    const count = createSwitchCount('polling', 'sse', 'e.5', log)
    count.delivered(open('e.5'))
    for (const sequence of [5, 6, 6, 12]) count.delivered(event(sequence))
    expect(count.result()).toMatchObject({ delivered: 1, lost: 3, duplicated: 2 })
  })

  it('is of none where nothing was appended meanwhile', () => {
    const count = createSwitchCount('sse', 'long-polling', 'e.5', createLogHeads())
    count.delivered(alive('e.5'))
    count.delivered(event(6))
    expect(count.result()).toMatchObject({ delivered: 0, lost: 0, duplicated: 0 })
  })
})

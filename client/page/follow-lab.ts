import type { LiveChanges } from '../../bench/live/protocol.ts'
import { asHeld, missingIn } from './asked-again.ts'
import type { TelemetryClient } from './context.ts'
import type { PageState } from './state.ts'
import type { Store } from './store.ts'
import type { Wishes } from './wishes.ts'

/**
 * Keeps in the store what the lab says of itself; after the first hello it asks the lab for what the address wished. A lab
 * that was ended and started again begins with its usual settings: it is asked for what this page had set.
 */
export function followLab(
  store: Store<PageState>,
  telemetry: Pick<TelemetryClient, 'on' | 'send'>,
  wished: Wishes['lab'],
): void {
  let lab: number | null = null
  let unanswered: LiveChanges | null = null
  const send = (changes: LiveChanges | null | undefined): LiveChanges | null =>
    changes && Object.keys(changes).length > 0 && telemetry.send({ type: 'set', changes }) ? changes : null

  telemetry.on('hello', ({ startedMs, tab, ports, settings, epoch, tabs }) => {
    const isOther = lab !== null && lab !== startedMs
    store.set({ tab, ports, settings, tabs, server: epoch === null ? 'down' : 'up' })
    if (lab === null) store.set({ asked: send(wished) ?? {} })
    unanswered = isOther ? send(missingIn(settings, store.get().asked)) : null
    lab = startedMs
  })
  telemetry.on('settings', ({ settings }) => {
    store.set(({ asked }) => ({ settings, asked: asHeld(asked, settings), problem: null }))
    if (unanswered) store.set({ askedAgain: unanswered })
    unanswered = null
  })
  telemetry.on('tabs', ({ tabs }) => store.set({ tabs }))
  telemetry.on('server', ({ state }) => store.set({ server: state }))
  telemetry.on('problem', ({ text }) => store.set({ problem: text }))
  telemetry.on('dropped', ({ items }) => store.set(({ dropped }) => ({ dropped: dropped + items })))
}

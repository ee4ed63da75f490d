import type { TelemetryClient } from './context.ts'
import type { PageState } from './state.ts'
import type { Store } from './store.ts'
import type { Wishes } from './wishes.ts'

/** Keeps in the store what the lab says of itself; after the first hello it asks the lab for what the address wished. */
export function followLab(store: Store<PageState>, telemetry: TelemetryClient, wished: Wishes['lab']): void {
  let wish = wished
  telemetry.on('hello', ({ tab, ports, settings, epoch, tabs }) => {
    store.set({ tab, ports, settings, tabs, server: epoch === null ? 'down' : 'up' })
    if (wish && Object.keys(wish).length > 0) telemetry.send({ type: 'set', changes: wish })
    wish = undefined
  })
  telemetry.on('settings', ({ settings }) => store.set({ settings, problem: null }))
  telemetry.on('tabs', ({ tabs }) => store.set({ tabs }))
  telemetry.on('server', ({ state }) => store.set({ server: state }))
  telemetry.on('problem', ({ text }) => store.set({ problem: text }))
  telemetry.on('dropped', ({ items }) => store.set(({ dropped }) => ({ dropped: dropped + items })))
}

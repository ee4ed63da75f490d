import type { PageContext } from '../context.ts'
import type { PageState } from '../state.ts'
import { joinChanges, type Wishes } from '../wishes.ts'

/** Does what is asked of the page, and sends the lab the rest; false when that could not be sent. */
export function ask({ store, telemetry }: Pick<PageContext, 'store' | 'telemetry'>, wishes: Wishes): boolean {
  const { page, lab } = wishes
  if (page) store.set(page)
  if (lab === undefined) return true
  if (!telemetry.send({ type: 'set', changes: lab })) return false
  store.set(({ asked }) => ({ asked: joinChanges(asked, lab), askedAgain: null }))
  return true
}

/**
 * Calls `render` now, whenever a setting has been answered for, and when the lab could not do what was asked: a
 * control shows what holds, not what was asked. Returns what ends that.
 */
export function followSettings(
  { store, telemetry }: Pick<PageContext, 'store' | 'telemetry'>,
  render: (state: PageState) => void,
): () => void {
  render(store.get())
  const ends = [
    store.subscribe((state, before) => {
      if (settingsOf.some(name => state[name] !== before[name])) render(state)
    }),
    telemetry.on('problem', () => render(store.get())),
  ]
  return () => {
    for (const end of ends) end()
  }
}

const settingsOf = ['settings', 'poll', 'holdMs', 'mode', 'transport'] as const

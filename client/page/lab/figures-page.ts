import type { PageContext } from '../context.ts'
import type { PageState } from '../state.ts'
import { createFigures, type Figures } from './figures.ts'
import { createOutcomesSince, type OutcomesSince } from './outcomes-since.ts'

/** The one set of figures of a page, which outlives its panels: these are made anew in another language. */
export interface PageFigures {
  read(): ReturnType<Figures['read']>
  /** What became of a transport's events since the counters were set to nought. */
  readonly outcomesOf: OutcomesSince['of']
  /** When that was, and whether because a setting had changed. */
  readonly since: { readonly at: Date; readonly isChange: boolean }
  /** Sets the counters to nought, the ledger's too. */
  reset(): void
}

type Stage = Pick<PageContext, 'store' | 'telemetry' | 'trace' | 'sessions'>

const ofTrace = new WeakMap<object, PageFigures>()

/** The figures of a page, made when first asked for. */
export function figuresOf(context: Stage): PageFigures {
  const known = ofTrace.get(context.trace) ?? follow(context)
  ofTrace.set(context.trace, known)
  return known
}

function follow({ store, telemetry, trace, sessions }: Stage): PageFigures {
  const { clock } = telemetry
  const outcomes = createOutcomesSince(sessions)
  let since = { at: new Date(), isChange: false }
  const figures = createFigures(
    trace,
    () => clock.now(),
    () => document.hidden,
  )
  const isMine = (tab: number | null) => tab === store.get().tab
  telemetry.on('books', books => isMine(books.tab) && figures.books(books))
  telemetry.on('message', message => isMine(message.tab) && figures.message(message))
  telemetry.on('event', figures.event)
  // Another tab's number is another account in the ledger.
  telemetry.on('hello', ({ nowMs }) => begin(nowMs, false))
  document.addEventListener('visibilitychange', () => figures.take(!document.hidden))
  store.subscribe((state, before) => {
    if (before.throttled && !state.throttled) begin(clock.now(), false)
    if (workloadOf(state) !== workloadOf(before)) reset(true)
  })

  function begin(nowMs: number, isChange: boolean): void {
    figures.reset(nowMs)
    outcomes.begin()
    since = { at: new Date(), isChange }
  }
  function reset(isChange: boolean): void {
    telemetry.send({ type: 'reset-books' })
    begin(clock.now(), isChange)
  }

  return {
    read: () => figures.read(store.get()),
    outcomesOf: outcomes.of,
    get since() {
      return since
    },
    reset: () => reset(false),
  }
}

/** What figures are of: two workloads in one figure would be of neither. A fault belongs to the one that it disturbs. */
function workloadOf({ settings, poll, holdMs }: PageState): string {
  const { feed, link, keepAlive, heartbeatMs } = settings
  const { blackHole: _silence, proxyHoldBytes: _buffering, ...network } = link
  return JSON.stringify([feed, network, keepAlive, heartbeatMs, poll, holdMs])
}

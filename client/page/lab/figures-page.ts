import type { PageContext } from '../context.ts'
import { createFigures, type Figures } from './figures.ts'

/** The one set of figures of a page, which outlives its panels: these are made anew in another language. */
export interface PageFigures {
  read(): ReturnType<Figures['read']>
  /** Sets the counters to nought, the ledger's too. */
  reset(): void
}

const ofTrace = new WeakMap<object, PageFigures>()

/** The figures of a page, made when first asked for. */
export function figuresOf(context: Pick<PageContext, 'store' | 'telemetry' | 'trace'>): PageFigures {
  const known = ofTrace.get(context.trace) ?? follow(context)
  ofTrace.set(context.trace, known)
  return known
}

function follow({
  store,
  telemetry,
  trace,
}: Pick<PageContext, 'store' | 'telemetry' | 'trace'>): PageFigures {
  const { clock } = telemetry
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
  telemetry.on('hello', ({ nowMs }) => figures.reset(nowMs))
  document.addEventListener('visibilitychange', () => figures.take(!document.hidden))
  store.subscribe((state, before) => {
    if (before.throttled && !state.throttled) figures.reset(clock.now())
  })

  function reset(): void {
    telemetry.send({ type: 'reset-books' })
    figures.reset(clock.now())
  }

  return { read: () => figures.read(store.get()), reset }
}

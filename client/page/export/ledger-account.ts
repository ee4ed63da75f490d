import type { TransportName } from '../../../server/protocol.ts'
import type { PageContext, TelemetryClient, TelemetryOf } from '../context.ts'

/** What an export needs of the ledger since the counters were last set to nought, as telemetry told it. */
export interface LedgerAccount {
  /** The last books of a transport; undefined before the first. */
  books(transport: TransportName): TelemetryOf<'books'> | undefined
  /** When the counting began, on the host's clock. */
  readonly sinceMs: number
  /** Events that were appended since. */
  readonly published: number
}

const total = ({ books: { up, down } }: TelemetryOf<'books'>) => up.total + down.total

/** Begins an account; books that shrink were set to nought, by whomever. `tab` says which books are this page's. */
export function createLedgerAccount(
  telemetry: Pick<TelemetryClient, 'on' | 'clock'>,
  tab: () => number | null,
): LedgerAccount {
  const told = new Map<string, TelemetryOf<'books'>>()
  let sinceMs = telemetry.clock.now()
  let published = 0

  function begin(atMs: number): void {
    told.clear()
    sinceMs = atMs
    published = 0
  }
  telemetry.on('hello', ({ nowMs }) => begin(nowMs))
  telemetry.on('event', () => {
    published += 1
  })
  telemetry.on('books', books => {
    if (books.tab !== tab()) return
    const before = told.get(books.transport)
    if (before && total(books) < total(before)) begin(telemetry.clock.now())
    told.set(books.transport, books)
  })

  return {
    books: transport => told.get(transport),
    get sinceMs() {
      return sinceMs
    },
    get published() {
      return published
    },
  }
}

const ofTelemetry = new WeakMap<object, LedgerAccount>()

/** The one account of a page; it counts from when it is first asked for, so ask when the page begins. */
export function ledgerAccountOf({
  telemetry,
  store,
}: Pick<PageContext, 'telemetry' | 'store'>): LedgerAccount {
  const known = ofTelemetry.get(telemetry) ?? createLedgerAccount(telemetry, () => store.get().tab)
  ofTelemetry.set(telemetry, known)
  return known
}

import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { PageContext } from '../context.ts'
import { permalinkOf } from '../copy-link.ts'
import { figuresOf } from '../lab/figures-page.ts'
import { browserName } from './browser-name.ts'
import { download, fileName } from './download.ts'
import { type LedgerAccount, ledgerAccountOf } from './ledger-account.ts'
import { type CountedTransport, reportOfRun } from './run.ts'

/** Saves what the counters hold as a `report.json` that the bench's tools read; throws where nothing was counted. */
export async function exportRun(context: PageContext): Promise<void> {
  const { store, telemetry, trace, sessions, text } = context
  const account = ledgerAccountOf(context)
  const state = store.get()
  const shown = new Set<TransportName>(sessions.shown.map(({ transport }) => transport))
  const transports = transportNames.flatMap(name =>
    shown.has(name) ? countedOf(name, context, account) : [],
  )
  if (transports.length === 0) throw new Error(text('results.nothingCounted'))
  const createdAt = new Date()
  const measuredMs = Math.max(1, telemetry.clock.now() - account.sinceMs)
  const report = reportOfRun({
    state,
    createdAt,
    startedAt: new Date(createdAt.getTime() - measuredMs),
    measuredMs,
    published: account.published,
    transports,
    trace,
    address: permalinkOf(location.href, state),
    browser: {
      name: browserName(navigator.userAgent),
      system: systemName(),
      cores: navigator.hardwareConcurrency,
    },
  })
  download(
    fileName(createdAt, 'json'),
    new Blob([JSON.stringify(report, null, 1)], { type: 'application/json' }),
  )
}

function countedOf(
  transport: TransportName,
  context: PageContext,
  account: LedgerAccount,
): readonly CountedTransport[] {
  const told = account.books(transport)
  if (told === undefined) return []
  const figures = figuresOf(context)
  const { events, late, latencyMs } = figures.read()[transport]
  const { books, requests, connections } = told
  const { counts } = figures.outcomesOf(transport)
  return [
    {
      transport,
      received: events,
      late,
      latencyMs,
      books,
      requests,
      connectionsOpened: connections.opened,
      counts,
    },
  ]
}

function systemName(): string {
  return /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? 'not known'
}

import { usualBackoff } from '../../client/subscribe.ts'
import { duration, grouped, significant } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { Storm } from './storm.ts'

/** What reconnect storms came to: a table, and what jitter did in words. */
export function stormParts(storms: readonly Storm[]): readonly string[] {
  const { firstMs, maxMs } = usualBackoff
  const backoff = `${duration(firstMs)}, doubling with each failure to ${duration(maxMs)}`
  const polls = storms.find(({ pollIntervalMs }) => pollIntervalMs !== null)?.pollIntervalMs
  return [
    '## Reconnect storm',
    `All clients of a transport were reset at once, through a link in a process of its own, and an event was appended right after; the time until each had it. The clients are the project’s own library, all in one process, and server, link and clients share the machine’s cores. The back-off is the library’s own: ${backoff}; with jitter a wait is drawn from nothing to that, without it is that.${polls ? ` A poller asks every ${duration(polls)}; one that was reset between two polls does not notice, and comes with its next.` : ''}`,
    titledTable(stormTable(storms)),
    'Opened in is how long the same clients took to connect before, a few hundred at a time: what of a storm’s time is about as long is the work of connecting, on cores that all share. Attempts are the library’s: each time a session broke, one. Connections are those that the link accepted. Refused are the attempts that failed, 503s apart; an accept queue that is full drops a connection without a word, and its client’s kernel tries again after a second: queues full counts those on the whole host.',
    ...jitterInWords(storms),
  ]
}

function stormTable(storms: readonly Storm[]): Table {
  return {
    caption: 'Time until clients are back and caught up, ms',
    columns: [
      ...texts('Transport', 'Jitter'),
      ...numbers('Clients', 'Opened in', 'Away', 'p50', 'p99', 'max'),
      ...numbers('Attempts', 'most of one', 'Connections', 'Refused', '503', 'Queues full'),
    ],
    rows: storms.map(storm => {
      const { transport, jitter, clients, openMs, away, backMs, attempts, connections, overflows } = storm
      const { busy = 0, ...others } = attempts.failed
      const refused = Object.values(others).reduce((sum, count) => sum + count, 0)
      return [
        ...[transportLabels[transport], jitter ? 'yes' : 'no', grouped(clients)],
        ...[significant(openMs), grouped(away)],
        ...[backMs.p50, backMs.p99, backMs.max].map(ms => significant(ms)),
        ...[attempts.made, attempts.most, connections, refused, busy].map(count => grouped(count)),
        overflows === null ? '–' : grouped(overflows),
      ]
    }),
  }
}

/** What jitter did, a line for each transport that had both; one storm each, so a small difference says nothing. */
export function jitterInWords(storms: readonly Storm[]): readonly string[] {
  const lines = storms
    .filter(({ jitter }) => jitter)
    .flatMap(storm => {
      const { transport, backMs } = storm
      const without = storms.find(other => other.transport === transport && !other.jitter)?.backMs
      if (!without) return []
      const pair = (name: 'p50' | 'p99' | 'max') =>
        `${name} ${significant(backMs[name])} ms against ${significant(without[name])} ms (${times(backMs[name], without[name])})`
      return [`- ${transportLabels[transport]}: ${pair('p50')}, ${pair('p99')}, ${pair('max')}.`]
    })
  if (lines.length === 0) return []
  return [
    'With jitter against without (one storm of each, so a ratio near 1 says nothing):',
    lines.join('\n'),
  ]
}

function times(a: number | null, b: number | null): string {
  return a === null || b === null || b === 0 ? '–' : `× ${significant(a / b)}`
}

import { breakPlaces, breaks } from '../link/settings.ts'
import { escapedMarkdown } from '../report/escape.ts'
import { grouped, significant } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, texts } from '../report/tables.ts'
import { stormParts } from './storm-report.ts'
import type { CutsFigures, EventCounts, FaultsReport, StalledFigures, TransportCuts } from './types.ts'

/** The report as `report.md`. */
export function faultsMarkdown(report: FaultsReport): string {
  const { environment, createdAt, command, cuts, stalled, storms } = report
  const parts = [
    '# Faults: nothing lost, nothing twice, nothing out of order',
    `${createdAt}, Node ${environment.node}, ${escapedMarkdown(environment.cpu)}, ${environment.cores} cores, commit ${environment.commit ?? 'unknown'}. ${outcome(report)}`,
    `The plan, which connection breaks where and how, follows from the seed alone; this repeats it:\n\n\`\`\`sh\n${command}\n\`\`\``,
    ...(report.faults.length > 0 ? [`## Faults\n\n${list(report.faults)}`] : []),
    ...(cuts ? cutsParts(cuts) : []),
    ...(stalled ? stalledParts(stalled) : []),
    ...(storms ? stormParts(storms) : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function outcome({ status, reason, faults }: FaultsReport): string {
  if (status === 'failed') return `**The run failed:** ${escapedMarkdown(reason ?? '')}`
  if (status !== 'completed') return `**The run is ${status}: what is finished stands below.**`
  return faults.length === 0 ? '**Nothing is wrong.**' : `**${faults.length} faults.**`
}

/** The most faults that a page shows; `report.json` has all. */
const mostListed = 50

function list(faults: readonly string[]): string {
  const shown = faults.slice(0, mostListed).map(line => `- ${escapedMarkdown(line)}`)
  const more = faults.length - shown.length
  return [...shown, ...(more > 0 ? [`- and ${more} more in report.json`] : [])].join('\n')
}

function cutsParts({ transports, restarts, appended }: CutsFigures): readonly string[] {
  return [
    '## Cuts',
    `Connections were ended by a FIN (cut), reset, or went silent, by the link's own account; meanwhile the server was killed ${restarts === 1 ? 'once' : `${restarts} times`}, which began its log anew, and some readers slept. ${grouped(appended)} events were appended.`,
    ...transports.map(cutsTable),
    eventsTable(
      transports.map(({ transport, events }) => [transportLabels[transport], events] as const),
      'What came',
    ),
    'Events in gaps were announced as lost: evicted from the small log while the client was away, with their number, or left in a log that a killed server took with it.',
    recoveryTable(transports),
    'From the cut to the first thing told on a request sent after it; cuts that the next followed before that are counted apart.',
  ]
}

function cutsTable({ transport, clients, cuts, broken }: TransportCuts): string {
  const countOf = (how: string, where: string) =>
    cuts.find(cut => cut.how === how && cut.where === where)?.count ?? 0
  const total = cuts.reduce((sum, { count }) => sum + count, 0)
  const noticed = Object.entries(broken).map(([code, count]) => `${grouped(count)} ${code}`)
  return titledTable({
    caption: `${transportLabels[transport]}: ${grouped(total)} cuts, ${clients} clients; sessions broken: ${noticed.join(', ')}`,
    columns: [...texts('Kind'), ...numbers(...breakPlaces)],
    rows: breaks.map(how => [how, ...breakPlaces.map(where => String(countOf(how, where)))]),
  })
}

function eventsTable(rows: readonly (readonly [string, EventCounts])[], caption: string): string {
  return titledTable({
    caption,
    columns: [
      ...texts('Clients'),
      ...numbers('Received', 'Lost', 'Duplicated', 'Reordered', 'Evicted gaps', 'events in them'),
      ...numbers('Restarted gaps', 'events in them'),
    ],
    rows: rows.map(([name, { received, lost, duplicated, reordered, gaps }]) => [
      name,
      ...[received, lost, duplicated, reordered].map(count => grouped(count)),
      ...[gaps.evicted, gaps.restarted].flatMap(({ count, events }) => [grouped(count), grouped(events)]),
    ]),
  })
}

function recoveryTable(transports: readonly TransportCuts[]): string {
  return titledTable({
    caption: 'Time to recover, ms',
    columns: [...texts('Transport', 'Kind'), ...numbers('Cuts', 'Cut again', 'p50', 'p90', 'max')],
    rows: transports.flatMap(({ transport, recovery }) =>
      recovery.map(({ how, count, cutAgain, p50, p90, max }) => [
        ...[transportLabels[transport], how, String(count), String(cutAgain)],
        ...[p50, p90, max].map(ms => significant(ms)),
      ]),
    ),
  })
}

function stalledParts(figures: readonly StalledFigures[]): readonly string[] {
  const rows = figures.flatMap(({ transport, stalled, reading, stalledClients, readingClients }) => [
    [`${transportLabels[transport]}, ${stalledClients} stalled`, stalled] as const,
    [`${transportLabels[transport]}, ${readingClients} reading`, reading] as const,
  ])
  return [
    '## Stalled readers',
    'Clients stopped reading while more was appended than all buffers and the log hold, and then read on.',
    eventsTable(rows, 'What came'),
  ]
}

import { figure, grouped } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { SlopesFigures } from './slopes.ts'

/** What was found of one client more: a table, and what its figures are. */
export function slopesMarkdown(figures: SlopesFigures): readonly string[] {
  const rounds = figures.transports[0]?.rounds.length ?? 0
  return [
    '## One client more',
    titledTable(slopesTable(figures)),
    `Slopes over five numbers of clients; the median of ${rounds} rounds [95 % interval], each with processes of its own. Memory is that of open, idle clients who follow everything (of pollers between two polls), after all garbage was collected, without what the kernel holds for their sockets; CPU time is that of the server’s process, a second, with an event a second for each client, of its own topic and at its own time: appending it is in it. Pollers ask once a second.`,
  ]
}

function slopesTable({ transports }: SlopesFigures): Table {
  return {
    caption: 'What one client more costs the server',
    columns: [
      ...texts('Transport'),
      ...numbers('Heap, KiB', 'Resident, KiB', 'CPU, µs a second', 'Clients (memory)', 'Clients (CPU)'),
    ],
    rows: transports.map(each => [
      transportLabels[each.transport],
      figure(each.heapBytesPerClient, 1 / 1_024),
      figure(each.residentBytesPerClient, 1 / 1_024),
      figure(each.cpuMicrosPerClient),
      range(each.memoryClients),
      range(each.cpuClients),
    ]),
  }
}

function range(counts: readonly number[]): string {
  return `${grouped(Math.min(...counts))}–${grouped(Math.max(...counts))}`
}

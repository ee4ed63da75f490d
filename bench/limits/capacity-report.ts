import { grouped, significant } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { CapacityFigures, TransportCapacity } from './capacity.ts'
import { type CapacityStep, full, isDisturbed, type PlayedStep } from './capacity-step.ts'

/** What was found of capacity: two tables, and what bounds each limit in words. */
export function capacityMarkdown(figures: CapacityFigures): readonly string[] {
  return [
    '## Capacity',
    `Each client has an event a second, at its own time of the second and of its own topic; a number of clients holds when p99 is below ${figures.boundMs} ms, nothing is lost, twice or out of order, and no connection breaks, at the first or the second try; what fails while others take over a tenth of a core is tried again before that counts. Latency is from when the event was due to its receipt; of a poller, who asks once a second, from when the poll that brought the event was due to its answer, and the server’s append may be as late as the bound besides. Server and load share the machine. No more than ${grouped(figures.mostClients)} clients were tried: a process has no more descriptors, or the server takes no more.`,
    titledTable(capacityTable(figures)),
    figures.transports.map(transport => `- ${limitInWords(transport)}`).join('\n'),
    titledTable(broadcastTable(figures)),
    'A broadcast is written to one client after the other, so its latency is the place in that row; of a poller it is its poll’s.',
  ]
}

/** The step that held with the most clients, and the last that did not with the fewest. */
function edges({ holds, fails, steps }: TransportCapacity): {
  readonly best: CapacityStep | undefined
  readonly worst: CapacityStep | undefined
} {
  return {
    best: steps.findLast(step => step.clients === holds && step.holds),
    worst: steps.findLast(step => step.clients === fails),
  }
}

/** What keeps a transport from more, as far as it was seen. */
export function limitInWords(capacity: TransportCapacity): string {
  const { transport, holds, fails } = capacity
  const { best, worst } = edges(capacity)
  const label = transportLabels[transport]
  if (!worst) {
    const left = best?.opened && full(best).length === 0 ? ', with time to spare in both processes' : ''
    return `${label}: ${grouped(holds)} clients hold, the most that were tried${left}.`
  }
  return `${label}: with ${grouped(fails ?? 0)} clients ${worst.reason}${worst.opened ? `; ${bounds(worst)}` : ''}${disturbance(worst)}.`
}

function disturbance(step: CapacityStep): string {
  if (!step.opened || !isDisturbed(step)) return ''
  return `, and others took ${significant(step.otherCores)} cores, without whom it may hold more`
}

function bounds(step: PlayedStep): string {
  const who = full(step)
  const at = (name: 'server' | 'load') => `${(step[name].eventLoopUtilization * 100).toFixed(0)} %`
  const busy = `event loops: server ${at('server')}, load ${at('load')}`
  if (who.length === 2) return `server and load were both full, on cores that they share (${busy})`
  if (who[0] === 'load') return `the load was full, and the server may hold more (${busy})`
  if (who[0] === 'server') return `the server was full (${busy})`
  return `neither process was full (${busy})`
}

function capacityTable({ transports }: CapacityFigures): Table {
  return {
    caption: 'Clients that hold, and the fewest that did not',
    columns: [
      ...texts('Transport'),
      ...numbers('Clients', 'p50, ms', 'p99, ms', 'max, ms', 'Server, cores', 'Load, cores'),
      ...numbers('Did not hold', 'its p99, ms', 'Server, cores', 'Load, cores'),
    ],
    rows: transports.map(capacity => {
      const { best, worst } = edges(capacity)
      const [good, bad] = [best?.opened ? best : undefined, worst?.opened ? worst : undefined]
      return [
        transportLabels[capacity.transport],
        grouped(capacity.holds),
        ...[good?.p50Ms, good?.p99Ms, good?.maxMs, good?.server.cores, good?.load.cores].map(shown),
        capacity.fails === null ? '–' : grouped(capacity.fails),
        ...[bad?.p99Ms, bad?.server.cores, bad?.load.cores].map(shown),
      ]
    }),
  }
}

function broadcastTable({ transports }: CapacityFigures): Table {
  const counts = transports[0]?.broadcasts.map(({ clients }) => clients) ?? []
  return {
    caption: 'A broadcast, one event a second to all at once: p99, ms',
    columns: [...texts('Transport'), ...numbers(...counts.map(count => `${grouped(count)} clients`))],
    rows: transports.map(({ transport, broadcasts }) => [
      transportLabels[transport],
      ...broadcasts.map(broadcastCell),
    ]),
  }
}

/** Late is no fault of a broadcast; what is lost or broken is. */
function broadcastCell(step: CapacityStep): string {
  if (!step.opened) return step.reason ?? '–'
  const { p99Ms, received, expected, duplicated, reordered, strays, broken } = step
  const isWhole = received === expected && duplicated + reordered + strays + broken === 0
  return isWhole ? significant(p99Ms) : `${step.reason}`
}

function shown(value: number | null | undefined): string {
  return significant(value ?? null)
}

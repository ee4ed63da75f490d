import { figure, grouped } from '../report/figures.ts'
import { transportLabels } from '../report/labels.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { DeliveriesFigures } from './deliveries.ts'

/** What was found of a delivery's CPU time: ours beside the least, and as subscribers grow. */
export function deliveriesMarkdown(figures: DeliveriesFigures): readonly string[] {
  return ['## CPU of a delivery', titledTable(fanOutTable(figures)), titledTable(growthTable(figures))]
}

function fanOutTable({ fanOuts }: DeliveriesFigures): Table {
  return {
    caption:
      'Server CPU a delivery, µs, beside a server that writes one buffer an event; medians of pairs [95 % interval]',
    columns: [...texts('Transport'), ...numbers('Subscribers', 'Ours', 'The least', 'Ratio', 'Pairs')],
    rows: fanOuts.map(({ transport, subscribers, cpuMicrosPerDelivery: { ours, other, ratio, pairs } }) => [
      ...[transportLabels[transport], grouped(subscribers)],
      ...[ours, other, ratio].map(estimate => figure(estimate)),
      String(pairs),
    ]),
  }
}

function growthTable({ growth }: DeliveriesFigures): Table {
  const counts = growth[0]?.sizes.map(({ subscribers }) => subscribers) ?? []
  return {
    caption: 'Server CPU a delivery, µs, as subscribers grow; a window of each in turn',
    columns: [...texts('Transport'), ...numbers(...counts.map(count => grouped(count)), 'Most over fewest')],
    rows: growth.map(({ transport, sizes, ratio }) => [
      transportLabels[transport],
      ...[...sizes.map(each => each.cpuMicrosPerDelivery), ratio].map(estimate => figure(estimate)),
    ]),
  }
}

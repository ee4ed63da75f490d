import { createRandom, derive } from '../../server/sources/random.ts'
import { figure } from '../report/figures.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { Yardstick } from '../report/types.ts'
import { measureRequests } from '../yardsticks/requests.ts'
import { sizesOf } from '../yardsticks/sizes.ts'
import { onStage } from '../yardsticks/stage.ts'
import { above } from './above.ts'
import type { Part } from './part.ts'

/** What polls cost, and how many can be answered: ours on either mount beside the same answer without us. */
export interface RequestsFigures {
  readonly yardsticks: readonly Yardstick[]
}

/** What a poll of ours may cost on plain `node:http`, as a multiple of a hello world. */
const mostRatio = 1.15

/** Polls for nothing new, in a closed loop by autocannon. */
export const requests: Part<RequestsFigures> = {
  purpose: 'polls a second and CPU of a poll, on plain node:http and in express, beside a hello world',

  async find({ seed, scale, signal, say }) {
    say('requests')
    const random = createRandom(derive(seed, 'requests'))
    return { yardsticks: await onStage({ sizes: sizesOf(scale), random, signal }, measureRequests) }
  },

  shortfalls: ({ yardsticks }) =>
    yardsticks
      .filter(({ name, quantity }) => name === 'polling' && quantity === 'cpuMicrosPerRequest')
      .flatMap(({ ratio }) => above('CPU of a poll', ratio, mostRatio)),

  markdown: figures => [
    '## Polls',
    titledTable(requestsTable(figures)),
    'Ten connections ask again as soon as they have their answer. Polls a second are of server and load together, on one machine.',
  ],
}

const quantities = { cpuMicrosPerRequest: 'CPU a poll, µs', requestsPerSecond: 'polls a second' } as const

function requestsTable({ yardsticks }: RequestsFigures): Table {
  return {
    caption:
      'A poll for nothing new, beside a hello world of the same status and fields; medians of pairs [95 % interval]',
    columns: [
      ...texts('Server', 'Quantity', 'Beside'),
      ...numbers('Ours', 'The hello world', 'Ratio', 'Pairs'),
    ],
    rows: yardsticks.map(({ name, quantity, against, ours, other, ratio, pairs }) => [
      ...[name, quantities[quantity as keyof typeof quantities], against],
      ...[ours, other, ratio].map(estimate => figure(estimate)),
      String(pairs),
    ]),
  }
}

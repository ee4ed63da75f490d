import { figure, grouped, significant } from '../report/figures.ts'
import { titledTable } from '../report/markdown.ts'
import { numbers, type Table, texts } from '../report/tables.ts'
import type { Part } from './part.ts'
import { type Growth, growthOf } from './soak/growth.ts'
import { soakShortfalls } from './soak/judge.ts'
import { leftovers } from './soak/leftovers.ts'
import { type SoakLooks, type SoakSizes, soakAndLook } from './soak/looks.ts'

/** What a server and its clients held while clients came and went. */
export interface SoakFigures extends SoakLooks {
  readonly sizes: SoakSizes
}

const seconds = 1_200
const leastSeconds = 5
const visitorsPerSecond = 100
const eventsPerSecond = 20
/** 10 s at full length; a soak that is shorter has as many as its judgement needs. */
const looks = { everyMs: 10_000, least: 30, leastEveryMs: 300 }

/** Clients of the library coming and going, and whether anything grows by it. */
export const soak: Part<SoakFigures> = {
  purpose: 'whether memory, sockets or timers grow while 100 clients a second come and go, for 20 minutes',

  async find(context, keep) {
    const length = Math.max(leastSeconds, seconds * context.scale)
    const lookEveryMs = Math.max(looks.leastEveryMs, Math.min(looks.everyMs, (length * 1_000) / looks.least))
    const sizes: SoakSizes = { seconds: length, visitorsPerSecond, eventsPerSecond, lookEveryMs }
    return {
      ...(await soakAndLook(sizes, context, soFar => keep({ ...soFar, sizes }))),
      sizes,
    }
  },

  shortfalls: figures => soakShortfalls(figures, figures.sizes),

  markdown: figures => ['## Soak', soakText(figures), titledTable(growthTable(figures)), endText(figures)],
}

function soakText({ sizes, during, after, before }: SoakFigures): string {
  const last = after ?? during.at(-1) ?? before
  const { came, retries, events, published } = last.load.tally
  return `For ${significant(sizes.seconds)} s, ${sizes.visitorsPerSecond} clients of the library came each second, on all transports, stayed for 0.5 to 5 s, and left by an abort, by reading no more, or with their sockets destroyed or reset; ${sizes.eventsPerSecond} events a second, and some published by POST and by WebSocket. ${grouped(came)} came, had ${grouped(events)} events, tried again ${grouped(retries)} times and published ${grouped(published)}. Every ${significant(sizes.lookEveryMs / 1_000)} s both processes collected their garbage and were looked at; the first third of the looks is warm-up.`
}

function growthTable({ sizes, during }: SoakFigures): Table {
  return {
    caption:
      'What was held after the warm-up, and its growth for each client that came (Theil and Sen) [99 % interval]',
    columns: [...texts('Held'), ...numbers('First look', 'Last look', 'Growth a client', 'At most')],
    rows: growthOf(during, sizes.visitorsPerSecond).map(growthRow),
  }
}

function growthRow({ what, unit, first, last, perClient, mostPerClient }: Growth): readonly string[] {
  const kibi = 1 / 1_024
  const held = (value: number) => (unit === 'bytes' ? `${significant(value * kibi)} KiB` : grouped(value))
  const suffix = unit === 'bytes' ? ' B' : ''
  return [
    what,
    held(first),
    held(last),
    `${figure(perClient)}${suffix}`,
    `${significant(mostPerClient)}${suffix}`,
  ]
}

function endText({ before, after }: SoakFigures): string {
  if (after === null) return 'It goes on.'
  const left = leftovers(before, after)
  if (left.length > 0) return `When all had left: ${left.join('; ')}.`
  return `When all had left, every count was back: ${grouped(after.server.descriptors)} open files of the server, ${grouped(after.load.descriptors)} of the load, no subscriber, no connection.`
}

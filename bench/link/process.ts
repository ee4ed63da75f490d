import { setMaxListeners } from 'node:events'
import { at } from '../at.ts'
import { answerCalls } from '../calls.ts'
import { measureIdle, startMeter, type Window } from '../meter.ts'
import type { LinkCost } from '../report/types.ts'
import { createAgenda } from './agenda.ts'
import { createLink, type Link, type LinkOptions } from './link.ts'
import type { Settings } from './settings.ts'
import type { Strike } from './stage.ts'
import type { LinkReport } from './tally.ts'

/** One of a process's links, by its place among those opened. */
interface Chosen {
  readonly link: number
}

/** The calls of the link's process: several links, of round trips of their own, on one clock. */
export interface LinkCalls {
  /** Measures what the process does without work; to be called before any other. */
  idle(argument: undefined): Promise<void>
  /** Opens links beside those that are there; answers their ports in the order given. */
  open(options: readonly Omit<LinkOptions, 'signal'>[]): Promise<readonly number[]>
  set(change: Chosen & { readonly changes: Partial<Settings> }): void
  cutAll(chosen: Chosen): void
  resetAll(chosen: Chosen): void
  /** What each link did since it began or since the last `reset`. */
  report(argument: undefined): readonly LinkReport[]
  reset(argument: undefined): void
  /** The connections of each link that their fates have struck since the last call. */
  strikes(argument: undefined): readonly (readonly Strike[])[]
  /** What the process cost in a window; answers at its end. */
  cost(window: Window): Promise<LinkCost>
  /** Closes every link. */
  close(argument: undefined): Promise<void>
}

const { signal } = new AbortController()
// Every link listens to it.
setMaxListeners(0, signal)
const agenda = await createAgenda(signal)
const links: Link[] = []

function chosen({ link: place }: Chosen): Link {
  const link = links[place]
  if (link) return link
  if (links.length === 0) throw new Error(`link ${place} is not there: none is open`)
  throw new Error(`link must be from 0 to ${links.length - 1}, got ${place}`)
}

const calls: LinkCalls = {
  idle: measureIdle,
  async open(options) {
    const opened = await Promise.all(options.map(each => createLink({ ...each, signal }, agenda)))
    links.push(...opened)
    return opened.map(link => link.port)
  },
  set: ({ changes, ...which }) => chosen(which).set(changes),
  cutAll: which => chosen(which).cutAll(),
  resetAll: which => chosen(which).resetAll(),
  report: () => links.map(link => link.report()),
  reset() {
    for (const link of links) link.resetReport()
  },
  strikes: () => links.map(link => link.takeStrikes()),
  async cost({ fromMs, toMs }) {
    await at(fromMs)
    const stop = startMeter()
    const awakeBeforeMs = agenda.awakeMs()
    await at(toMs)
    return { ...stop(), awakeMs: agenda.awakeMs() - awakeBeforeMs }
  },
  async close() {
    await Promise.all(links.splice(0).map(link => link.close()))
  },
}

answerCalls(calls)

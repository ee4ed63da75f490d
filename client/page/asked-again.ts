import type {
  LiveChanges,
  LiveFeedSettings,
  LiveLinkSettings,
  LiveSettings,
} from '../../bench/live/protocol.ts'
import type { TextKey } from './i18n.ts'

/** What each setting is called. */
const names: {
  readonly feed: Readonly<Record<keyof LiveFeedSettings, TextKey>>
  readonly link: Readonly<Record<keyof LiveLinkSettings, TextKey>>
} & Readonly<Record<Exclude<keyof LiveSettings, 'feed' | 'link'>, TextKey>> = {
  feed: {
    kind: 'controls.kind',
    eventsPerSecond: 'controls.rate',
    seed: 'controls.seed',
    payloadBytes: 'controls.payload',
  },
  link: {
    rttMs: 'controls.rtt',
    jitterMs: 'controls.jitter',
    bandwidthBitsPerSecond: 'controls.bandwidth',
    stallShare: 'controls.stall',
    blackHole: 'controls.blackHole',
    proxyHoldBytes: 'controls.proxy',
  },
  keepAlive: 'controls.keepAlive',
  heartbeatMs: 'controls.heartbeat',
}

type Tree = { readonly [name: string]: unknown }

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** The members of `asked` that `keep` keeps, told its value and what `held` has there; with the value that it gives. */
function pick(asked: Tree, held: Tree, keep: (value: unknown, is: unknown) => readonly unknown[]): Tree {
  const entries = Object.entries(asked).flatMap(([name, value]) => {
    if (!isTree(value)) return keep(value, held[name]).map(kept => [name, kept] as const)
    const members = pick(value, held[name] as Tree, keep)
    return Object.keys(members).length > 0 ? [[name, members] as const] : []
  })
  return Object.fromEntries(entries)
}

/** The same settings with the values that a lab says hold: it may have refused some, and others may have set them since. */
export function asHeld(asked: LiveChanges, held: LiveSettings): LiveChanges {
  return pick(asked as Tree, held as unknown as Tree, (_value, is) => [is])
}

/** What of these settings a lab that holds others has to be asked for; null for nothing. */
export function missingIn(held: LiveSettings, asked: LiveChanges): LiveChanges | null {
  const missing = pick(asked as Tree, held as unknown as Tree, (value, is) => (value === is ? [] : [value]))
  return Object.keys(missing).length > 0 ? missing : null
}

/** What the settings that were asked for again are called: those that hold, and those that could not be. */
export function namesAskedAgain(
  askedAgain: LiveChanges,
  held: LiveSettings,
): { readonly done: readonly TextKey[]; readonly failed: readonly TextKey[] } {
  const done: TextKey[] = []
  const failed: TextKey[] = []
  const sort = (asked: Tree, there: Tree, called: Tree): void => {
    for (const [name, value] of Object.entries(asked)) {
      if (isTree(value)) sort(value, there[name] as Tree, called[name] as Tree)
      else (there[name] === value ? done : failed).push(called[name] as TextKey)
    }
  }
  sort(askedAgain as Tree, held as unknown as Tree, names as unknown as Tree)
  return { done, failed }
}

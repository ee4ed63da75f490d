import { transportNames } from '../../server/protocol.ts'
import { pathOf } from '../wire/head.ts'
import type { TranscriptMessage } from '../wire/transcript.ts'
import type { LiveTransport } from './protocol.ts'

/** Whose a message is. */
export interface Owner {
  /** `?tab=N` of its request; null where none is given. */
  readonly tab: number | null
  readonly transport: LiveTransport
}

const nobody: Owner = { tab: null, transport: 'other' }

const transportByPath: ReadonlyMap<string, LiveTransport> = new Map(
  ([...transportNames, 'events', 'echo'] as const).map(name => [`/${name}`, name]),
)

/** Whose a message is, by the target of its request. */
export function ownerOf({ request }: Pick<TranscriptMessage, 'request'>): Owner {
  const [, target] = request?.name.split(' ') ?? []
  if (target === undefined) return nobody
  const tab = new URLSearchParams(/\?([^#]*)/.exec(target)?.[1]).get('tab')
  return {
    tab: tab !== null && /^\d{1,9}$/.test(tab) ? Number(tab) : null,
    transport: transportByPath.get(pathOf(target)) ?? 'other',
  }
}

const polls: ReadonlySet<LiveTransport> = new Set(['polling', 'long-polling'])

/** Whether a message answers a poll without an event. */
export function isEmptyAnswer({ transport }: Owner, { kind, status }: TranscriptMessage): boolean {
  return kind === 'response' && status === 204 && polls.has(transport)
}

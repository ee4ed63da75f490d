import { namesAskedAgain } from './asked-again.ts'
import type { Text, TextKey, TextParameters } from './i18n.ts'
import type { PageState } from './state.ts'

/** What the learner must know before believing the picture. */
export interface Notice {
  readonly kind:
    | 'lab-lost'
    | 'server-down'
    | 'tabs'
    | 'throttled'
    | 'replay'
    | 'dropped'
    | 'address'
    | 'asked-again'
    | 'not-done-again'
    | 'problem'
  /** A shape that says the kind without colour. */
  readonly icon: string
  readonly key: TextKey
  readonly parameters?: TextParameters
}

/** What the notices are made from. */
export type NoticeState = Pick<
  PageState,
  | 'lab'
  | 'servedBy'
  | 'server'
  | 'tabs'
  | 'throttled'
  | 'problem'
  | 'dropped'
  | 'wrong'
  | 'settings'
  | 'askedAgain'
>

/** What notices quote, in the page's language. */
export interface NoticeWords {
  readonly text: Text
  /** What a parameter of the address takes. */
  readonly expectedOf: (name: string) => string
}

/** The notices that hold, the gravest first. */
export function noticesOf(state: NoticeState, { text, expectedOf }: NoticeWords): readonly Notice[] {
  const { lab, servedBy, server, tabs, throttled, problem, dropped, wrong } = state
  const isReplay = server === 'replay'
  const isLost = lab === 'lost' && !isReplay
  const candidates: readonly (Notice | false)[] = [
    isLost && { kind: 'lab-lost', icon: '⚠', key: 'shell.labLost' },
    !isLost && server === 'down' && { kind: 'server-down', icon: '↻', key: 'shell.serverDown' },
    isReplay && {
      kind: 'replay',
      icon: '▷',
      key: servedBy === 'lab' ? 'shell.replay' : 'shell.replayAlone',
    },
    !isReplay && !isLost && tabs > 1 && { kind: 'tabs', icon: '◫', key: 'shell.tabs', parameters: { tabs } },
    throttled && !isReplay && { kind: 'throttled', icon: '◷', key: 'shell.throttled' },
    dropped > 0 && { kind: 'dropped', icon: '⋯', key: 'shell.dropped', parameters: { items: dropped } },
    problem !== null && { kind: 'problem', icon: '✕', key: 'shell.problem', parameters: { text: problem } },
  ]
  const addresses = wrong.map(
    ({ name, got }): Notice => ({
      kind: 'address',
      icon: '✕',
      key: 'shell.wrongParameter',
      parameters: { name, got, expected: expectedOf(name) },
    }),
  )
  return [...candidates.filter(notice => notice !== false), ...noticesOfAsked(state, text), ...addresses]
}

function noticesOfAsked({ lab, askedAgain, settings }: NoticeState, text: Text): readonly Notice[] {
  if (askedAgain === null || lab !== 'open') return []
  const { done, failed } = namesAskedAgain(askedAgain, settings)
  const candidates = [
    ['asked-again', '↻', 'shell.askedAgain', done],
    ['not-done-again', '✕', 'shell.notDoneAgain', failed],
  ] as const
  return candidates.flatMap(([kind, icon, key, keys]) =>
    keys.length === 0
      ? []
      : [{ kind, icon, key, parameters: { names: keys.map(each => text(each)).join(', ') } }],
  )
}

import type { TextKey, TextParameters } from './i18n.ts'
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
    | 'problem'
  /** A shape that says the kind without colour. */
  readonly icon: string
  readonly key: TextKey
  readonly parameters?: TextParameters
}

/** What the notices are made from. */
export type NoticeState = Pick<
  PageState,
  'lab' | 'servedBy' | 'server' | 'tabs' | 'throttled' | 'problem' | 'dropped' | 'wrong'
>

/** The notices that hold, the gravest first; `expectedOf` says what a parameter of the address takes. */
export function noticesOf(
  { lab, servedBy, server, tabs, throttled, problem, dropped, wrong }: NoticeState,
  expectedOf: (name: string) => string,
): readonly Notice[] {
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
  return [...candidates.filter(notice => notice !== false), ...addresses]
}

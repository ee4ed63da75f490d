import { type LiveFeedKind, liveFeedKinds } from '../../bench/live/protocol.ts'
import { transportNames } from '../../server/protocol.ts'
import { readNumber } from './controls/number-rule.ts'
import { expectedText } from './controls/number-text.ts'
import { fromShown, type NumberControl, numbers, toShown } from './controls/numbers.ts'
import type { Text } from './i18n.ts'
import { languages, modes, type PageState, themes, viewNames, type WrongParameter } from './state.ts'
import { join, type Wishes } from './wishes.ts'

/** One part of the query: how it is written, and what it asks for; null when it cannot be read. */
interface Parameter {
  readonly write: (state: PageState) => string
  readonly read: (text: string, state: PageState) => Wishes | null
  readonly expected: (text: Text) => string
}

const none = 'none'

/** How many bytes the buffering proxy holds when it is switched on: nginx's default buffer. */
export const usualProxyHoldBytes = 4096

function number(control: NumberControl): Parameter {
  const { rule } = control
  return {
    write: state => String(toShown(control, control.of(state)) ?? none),
    read(text, state) {
      const reading = readNumber(text === none ? '' : text, rule)
      return reading.ok ? control.ask(fromShown(control, reading.value), state) : null
    },
    expected: text => expectedText(text, control),
  }
}

function word<W extends string>(
  words: readonly W[],
  of: (state: PageState) => W,
  ask: (word: W, state: PageState) => Wishes,
): Parameter {
  return {
    write: of,
    read(text, state) {
      const known = words.find(candidate => candidate === text)
      return known === undefined ? null : ask(known, state)
    },
    expected: text => text('shell.oneOf', { words: words.join(', ') }),
  }
}

const switchWords = ['on', 'off'] as const
const toSwitch = (on: boolean) => (on ? 'on' : 'off')

const parameters: Readonly<Record<string, Parameter>> = {
  lang: word(
    languages,
    s => s.language,
    language => ({ page: { language } }),
  ),
  theme: word(
    themes,
    s => s.theme,
    theme => ({ page: { theme } }),
  ),
  mode: word(
    modes,
    s => s.mode,
    mode => ({ page: { mode } }),
  ),
  transport: word(
    transportNames,
    s => s.transport,
    transport => ({ page: { transport } }),
  ),
  interval: number(numbers.intervalMs),
  pace: word(
    ['rate', 'pause'] as const,
    s => s.poll.pace,
    (pace, { poll }) => ({ page: { poll: { ...poll, pace } } }),
  ),
  hold: number(numbers.holdMs),
  feed: word<LiveFeedKind>(
    liveFeedKinds,
    s => s.settings.feed.kind,
    kind => ({ lab: { feed: { kind } } }),
  ),
  rate: number(numbers.eventsPerSecond),
  seed: number(numbers.seed),
  payload: number(numbers.payloadBytes),
  rtt: number(numbers.rttMs),
  jitter: number(numbers.jitterMs),
  bandwidth: number(numbers.bandwidthBitsPerSecond),
  stall: number(numbers.stallShare),
  blackhole: word(
    switchWords,
    s => toSwitch(s.settings.link.blackHole),
    on => ({ lab: { link: { blackHole: on === 'on' } } }),
  ),
  proxy: word(
    switchWords,
    s => toSwitch(s.settings.link.proxyHoldBytes !== null),
    on => ({ lab: { link: { proxyHoldBytes: on === 'on' ? usualProxyHoldBytes : null } } }),
  ),
  keepalive: word(
    switchWords,
    s => toSwitch(s.settings.keepAlive),
    on => ({ lab: { keepAlive: on === 'on' } }),
  ),
  heartbeat: number(numbers.heartbeatMs),
}

/** The parameters that are the page's own: they stay in the address, so that a reload keeps them. */
const pageParameters = ['lang', 'theme', 'mode', 'transport', 'interval', 'pace', 'hold'] as const

/** Every setting as a query. */
export function toQuery(state: PageState): URLSearchParams {
  return new URLSearchParams(Object.entries(parameters).map(([name, { write }]) => [name, write(state)]))
}

/** The page's own settings that differ from `usual`, as a query. */
export function toPageQuery(state: PageState, usual: PageState): URLSearchParams {
  const all = toQuery(state)
  const usually = toQuery(usual)
  const names = pageParameters.filter(name => all.get(name) !== usually.get(name))
  return new URLSearchParams(names.map(name => [name, all.get(name) ?? '']))
}

/** What a query asks of the lab and not of the page. */
export function labQueryOf(query: URLSearchParams): URLSearchParams {
  const isPages = (name: string) => (pageParameters as readonly string[]).includes(name)
  return new URLSearchParams([...query].filter(([name]) => name in parameters && !isPages(name)))
}

/** What a query asks for, and what in it cannot be; a parameter of an unknown name is not ours. */
export function fromQuery(
  query: URLSearchParams,
  state: PageState,
): { readonly wishes: Wishes; readonly wrong: readonly WrongParameter[] } {
  let wishes: Wishes = {}
  const wrong: WrongParameter[] = []
  for (const [name, { read }] of Object.entries(parameters)) {
    const got = query.get(name)
    if (got === null) continue
    const asked = read(got, { ...state, ...wishes.page })
    if (asked) wishes = join(wishes, asked)
    else wrong.push({ name, got })
  }
  return { wishes, wrong }
}

/** What a parameter of that name takes, in words. */
export function expectedOf(text: Text, name: string): string {
  return parameters[name]?.expected(text) ?? ''
}

/** The view that an address's fragment names: the first without a fragment, null for a fragment that is no view. */
export function viewOf(hash: string): PageState['view'] | null {
  if (hash === '') return viewNames[0]
  return viewNames.find(name => `#${name}` === hash) ?? null
}

import type { PageContext } from './context.ts'
import { ledgerAccountOf } from './export/ledger-account.ts'
import { followFonts } from './fonts.ts'
import { createText } from './i18n.ts'
import { createTrace, feedTrace } from './lab/trace.ts'
import { preferredLanguage } from './language.ts'
import { fromQuery, labQueryOf, toPageQuery, viewOf } from './permalink.ts'
import { createShell } from './shell.ts'
import { openLive, openReplayOrLive, servedByOf } from './source.ts'
import { initialState } from './state.ts'
import { createStore, follow } from './store.ts'
import { followTheme } from './theme.ts'
import { createViews } from './views.ts'

declare global {
  interface Window {
    /** What the page holds, to be read: by the console, and by the tests where the page itself cannot tell. */
    readonly lab: Pick<PageContext, 'store' | 'trace' | 'sessions'>
  }
}

const usual = { ...initialState, language: preferredLanguage(navigator.languages) }
const query = new URLSearchParams(location.search)
const servedBy = servedByOf(document)
const { wishes, wrong } = fromQuery(query, usual)
const store = createStore({
  ...usual,
  view: viewOf(location.hash) ?? usual.view,
  ...wishes.page,
  wrong,
  servedBy,
  throttled: document.hidden,
})

const trace = createTrace()
const open = query.has('replay') || servedBy === 'static' ? openReplayOrLive : openLive
const source = await open({ store, trace }, wishes.lab)
feedTrace(trace, source.telemetry, () => store.get().tab)
const text = createText(() => store.get().language)
const context: PageContext = { store, trace, text, ...source }
// An export counts from here on, and not from when it is first wanted.
ledgerAccountOf(context)
Object.defineProperty(window, 'lab', { value: Object.freeze({ store, trace, sessions: source.sessions }) })

followFonts(document.documentElement, document.fonts)
followTheme(store, document.documentElement, matchMedia('(prefers-color-scheme: dark)'))
const page = document.getElementById('page') as HTMLElement

/** Makes the page in its language; what ends it. */
function render(): () => void {
  const shell = createShell(context)
  const views = createViews(context, shell.main)
  document.documentElement.lang = store.get().language
  page.replaceChildren(shell.element)
  const title = store.get().server === 'replay' ? 'shell.replayTitle' : 'shell.documentTitle'
  const end = follow(
    store,
    state => state.view,
    view => {
      document.title = text(title, { view: text(`shell.${view}`) })
      views.show(view)
    },
  )
  return () => {
    end()
    views.destroy()
    shell.destroy()
  }
}

// What the address asks of the lab stays in it until the lab has answered, so that a reload asks again.
let asked = labQueryOf(query)
source.telemetry.on('settings', () => {
  asked = new URLSearchParams()
})

let end = render()
// Behind the first view: most systems have a Korean font, and text is there before its font.
requestAnimationFrame(() => setTimeout(() => void import('./styles/korean.css')))
store.subscribe((state, before) => {
  if (state.language !== before.language) {
    end()
    end = render()
    document.getElementById(`language-${state.language}`)?.focus()
  }
  const next = new URLSearchParams([...toPageQuery(state, usual), ...asked])
  if (query.has('replay')) next.set('replay', '')
  if (next.toString() !== location.search.slice(1)) {
    history.replaceState(null, '', `${location.pathname}${next.size > 0 ? '?' : ''}${next}${location.hash}`)
  }
})
addEventListener('hashchange', () => store.set(({ view }) => ({ view: viewOf(location.hash) ?? view })))
document.addEventListener('visibilitychange', () => {
  if (document.hidden && store.get().server !== 'replay') store.set({ throttled: true })
})

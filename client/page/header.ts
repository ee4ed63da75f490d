import type { PageContext, Panel } from './context.ts'
import { createCopyLink } from './copy-link.ts'
import { button, element } from './element.ts'
import { createExportMenu } from './export-menu.ts'
import { type Language, languages, themes, type ViewName, viewNames } from './state.ts'
import { follow } from './store.ts'

/** Each language in its own words. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' }

/** Creates the header: name, views, and what changes the page as a whole. */
export function createHeader(context: PageContext): Panel {
  const { text } = context
  const views = createViewLinks(context)
  const exports = createExportMenu(context)
  const pause = createPause(context)
  const tools = element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': text('shell.tools') },
    pause.element,
    exports.element,
    createCopyLink(context),
    createThemeChoice(context),
    createLanguageChoice(context),
  )
  return {
    element: element('header', {}, element('h1', {}, text('shell.name')), views.element, tools),
    destroy() {
      for (const part of [views, exports, pause]) part.destroy()
    },
  }
}

function createViewLinks({ store, text }: PageContext): Panel {
  const links = viewNames.map(view => ({
    view,
    link: element('a', { href: `#${view}` }, text(`shell.${view}`)),
  }))
  const made = element(
    'nav',
    { 'aria-label': text('shell.views') },
    element('ul', {}, ...links.map(({ link }) => element('li', {}, link))),
  )
  const destroy = follow(
    store,
    state => state.view,
    chosen => {
      for (const { view, link } of links) {
        if (view === chosen) link.setAttribute('aria-current', 'page')
        else link.removeAttribute('aria-current')
      }
    },
  )
  return { element: made, destroy }
}

/** The views that move by themselves. */
const moving: ReadonlySet<ViewName> = new Set(['lab', 'seats'])

function createPause({ store, text }: PageContext): Panel {
  const made = button('', () => store.set(({ paused }) => ({ paused: !paused })), {
    id: 'pause',
    title: text('shell.pauseHint'),
  })
  const ends = [
    follow(
      store,
      state => state.paused,
      paused => {
        made.textContent = text(paused ? 'shell.resume' : 'shell.pause')
      },
    ),
    follow(
      store,
      state => moving.has(state.view),
      moves => {
        made.hidden = !moves
      },
    ),
  ]
  return {
    element: made,
    destroy() {
      for (const end of ends) end()
    },
  }
}

function createThemeChoice({ store, text }: PageContext): HTMLElement {
  const select = element(
    'select',
    { id: 'theme', 'aria-label': text('shell.theme') },
    ...themes.map(theme =>
      element('option', { value: theme, selected: theme === store.get().theme }, text(`shell.${theme}`)),
    ),
  )
  select.addEventListener('change', () => {
    const theme = themes.find(name => name === select.value)
    if (theme) store.set({ theme })
  })
  return select
}

function createLanguageChoice({ store, text }: PageContext): HTMLElement {
  const buttons = languages.map(language =>
    button(languageNames[language], () => store.set({ language }), {
      id: `language-${language}`,
      lang: language,
      'aria-pressed': String(language === store.get().language),
    }),
  )
  return element(
    'div',
    { class: 'languages', role: 'group', 'aria-label': text('shell.language') },
    ...buttons,
  )
}

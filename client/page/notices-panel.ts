import type { PageContext, Panel } from './context.ts'
import { button, element } from './element.ts'
import { type Notice, noticesOf } from './notices.ts'
import { expectedOf } from './permalink.ts'

/** Creates the place of the notices; a screen reader hears each once, when it comes. */
export function createNoticesPanel(context: PageContext): Panel {
  const made = element('div', {
    class: 'notices',
    role: 'status',
    'aria-atomic': 'false',
    'aria-label': context.text('shell.notices'),
  })
  let shown = ''
  const render = () => {
    const { text } = context
    const notices = noticesOf(context.store.get(), { text, expectedOf: name => expectedOf(text, name) })
    const next = JSON.stringify(notices)
    if (next === shown) return
    shown = next
    made.replaceChildren(...notices.map(notice => createNotice(context, notice)))
  }
  render()
  return { element: made, destroy: context.store.subscribe(render) }
}

function createNotice(context: PageContext, { kind, icon, key, parameters }: Notice): HTMLElement {
  const action = actions[kind]?.(context)
  return element(
    'p',
    { class: 'notice', 'data-kind': kind },
    element('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
    element('span', {}, context.text(key, parameters)),
    ...(action ? [action] : []),
  )
}

function forgetAsked({ store, text }: PageContext): HTMLElement {
  return button(text('shell.dismiss'), () => store.set({ askedAgain: null }))
}

const actions: { readonly [K in Notice['kind']]: ((context: PageContext) => HTMLElement | null) | null } = {
  'lab-lost': ({ text }) => element('a', { href: '?replay' }, text('shell.watchReplay')),
  'server-down': null,
  tabs: null,
  replay: ({ store, text }) =>
    store.get().servedBy === 'lab' ? element('a', { href: './' }, text('shell.watchLive')) : null,
  throttled: ({ store, text }) => button(text('shell.dismiss'), () => store.set({ throttled: false })),
  dropped: ({ store, text }) => button(text('shell.dismiss'), () => store.set({ dropped: 0 })),
  'asked-again': forgetAsked,
  'not-done-again': forgetAsked,
  address: ({ store, text }) => button(text('shell.dismiss'), () => store.set({ wrong: [] })),
  problem: ({ store, text }) => button(text('shell.dismiss'), () => store.set({ problem: null })),
}

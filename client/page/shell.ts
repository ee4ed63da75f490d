import type { PageContext, Panel } from './context.ts'
import { element } from './element.ts'
import { createHeader } from './header.ts'
import { createNoticesPanel } from './notices-panel.ts'

/** What stands around the views: `main` is where the view goes. */
export interface Shell extends Panel {
  readonly main: HTMLElement
}

/** Creates skip link, header, notices and the place for a view, in the page's language. */
export function createShell(context: PageContext): Shell {
  const { text } = context
  const header = createHeader(context)
  const notices = createNoticesPanel(context)
  const main = element('main', { id: 'main', tabindex: -1 })
  const skip = element('a', { class: 'skip', href: '#main' }, text('shell.skip'))
  skip.addEventListener('click', event => {
    // The fragment names the view.
    event.preventDefault()
    main.focus()
  })
  return {
    element: element('div', { class: 'page' }, skip, header.element, notices.element, main),
    main,
    destroy() {
      header.destroy()
      notices.destroy()
    },
  }
}

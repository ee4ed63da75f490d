import type { PageContext } from './context.ts'
import { button } from './element.ts'
import { toQuery } from './permalink.ts'
import type { PageState } from './state.ts'

/** The address that opens the page as it now stands: every setting in the query, the view in the fragment. */
export function permalinkOf(address: string, state: PageState): string {
  const url = new URL(address)
  url.search = toQuery(state).toString()
  url.hash = state.view
  return url.href
}

/** Creates the button that copies the permalink; where the clipboard is closed it shows it to be copied by hand. */
export function createCopyLink({ store, text }: PageContext): HTMLElement {
  const made = button(text('shell.copyLink'), copy, { id: 'copy-link' })
  async function copy(): Promise<void> {
    const link = permalinkOf(location.href, store.get())
    try {
      await navigator.clipboard.writeText(link)
    } catch {
      prompt(text('shell.copyFailed'), link)
      return
    }
    made.textContent = text('shell.copied')
    setTimeout(() => {
      made.textContent = text('shell.copyLink')
    }, 2000)
  }
  return made
}

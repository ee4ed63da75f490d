import type { PageContext, View } from './context.ts'
import { button, element } from './element.ts'
import type { ViewName } from './state.ts'

/** Loads what makes a view; each is a file of its own until it is wanted. */
const makers: Readonly<Record<ViewName, () => Promise<(context: PageContext) => View>>> = {
  lab: async () => (await import('./lab/view.ts')).createLabView,
  handshake: async () => (await import('./handshake/view.ts')).createHandshakeView,
  seats: async () => (await import('./seats/view.ts')).createSeatsView,
  results: async () => (await import('./results/view.ts')).createResultsView,
}

/** The views of a page, made when first shown. */
export interface Views {
  /** Shows a view in place of the one before. */
  show(name: ViewName): Promise<void>
  destroy(): void
}

/** Creates the views of `main`; one that cannot be loaded says so, with a button to try again. */
export function createViews(context: PageContext, main: HTMLElement): Views {
  const made = new Map<ViewName, View>()
  let wanted: ViewName | undefined
  let shown: View | undefined

  const viewOf = async (name: ViewName): Promise<View> => {
    const create = await makers[name]()
    const view = made.get(name) ?? create(context)
    made.set(name, view)
    return view
  }
  const show = async (name: ViewName): Promise<void> => {
    wanted = name
    shown?.hide()
    shown = undefined
    main.replaceChildren(element('p', { class: 'loading' }, context.text('shell.loading')))
    try {
      const view = await viewOf(name)
      if (wanted !== name || shown === view) return
      shown = view
      main.replaceChildren(view.element)
      view.show()
    } catch (error) {
      if (wanted === name) main.replaceChildren(failure(context, error, () => show(name)))
    }
  }
  return {
    show,
    destroy() {
      wanted = undefined
      shown?.hide()
      for (const view of made.values()) view.destroy()
    },
  }
}

function failure({ text }: PageContext, error: unknown, again: () => void): HTMLElement {
  const reason = error instanceof Error ? error.message : String(error)
  return element(
    'div',
    { class: 'failure', role: 'alert' },
    element('p', {}, text('shell.viewFailed', { reason })),
    button(text('shell.again'), again),
  )
}

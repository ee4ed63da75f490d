import type { PageContext, View } from './context.ts'
import { createHandshakeView } from './handshake/view.ts'
import { createLabView } from './lab/view.ts'
import { createResultsView } from './results/view.ts'
import { createSeatsView } from './seats/view.ts'
import type { ViewName } from './state.ts'

const makers: Readonly<Record<ViewName, (context: PageContext) => View>> = {
  lab: createLabView,
  handshake: createHandshakeView,
  seats: createSeatsView,
  results: createResultsView,
}

/** The views of a page, made when first shown. */
export interface Views {
  /** Shows a view in place of the one before. */
  show(name: ViewName): void
  destroy(): void
}

/** Creates the views of `main`. */
export function createViews(context: PageContext, main: HTMLElement): Views {
  const made = new Map<ViewName, View>()
  let shown: View | undefined

  const viewOf = (name: ViewName): View => {
    const view = made.get(name) ?? makers[name](context)
    made.set(name, view)
    return view
  }
  return {
    show(name) {
      shown?.hide()
      shown = viewOf(name)
      main.replaceChildren(shown.element)
      shown.show()
    },
    destroy() {
      shown?.hide()
      for (const view of made.values()) view.destroy()
    },
  }
}

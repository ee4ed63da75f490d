import type { Panel } from '../context.ts'
import { element } from '../element.ts'

/** Creates the place of a panel whose code is loaded after the rest; ended before it came, it never comes. */
export function createDeferred(load: () => Promise<Panel>): Panel {
  const made = element('div')
  let isEnded = false
  let panel: Panel | undefined
  const put = async () => {
    const loaded = await load()
    if (isEnded) return loaded.destroy()
    panel = loaded
    made.append(loaded.element)
  }
  put()
  return {
    element: made,
    destroy() {
      isEnded = true
      panel?.destroy()
    },
  }
}

import type { PageContext, Panel } from './context.ts'
import { button, element } from './element.ts'
import { exportHar } from './export/export-har.ts'
import { exportPng } from './export/export-png.ts'
import { exportRun } from './export/export-run.ts'
import type { TextKey } from './i18n.ts'

/** What can be exported. */
const items: readonly (readonly [label: TextKey, run: (context: PageContext) => Promise<void>])[] = [
  ['shell.exportRun', exportRun],
  ['shell.exportPng', exportPng],
  ['shell.exportHar', exportHar],
]

/** Creates the button that opens the list of exports. Escape, a choice and a click elsewhere close it. */
export function createExportMenu(context: PageContext): Panel {
  const { text, store } = context
  const opener = button(text('shell.export'), () => setOpen(list.hidden !== false), {
    'aria-expanded': 'false',
    'aria-controls': 'exports',
    id: 'export',
  })
  const list = element(
    'div',
    { class: 'menu', id: 'exports', hidden: true },
    ...items.map(([label, run]) => button(text(label), () => choose(run))),
  )
  const made = element('div', { class: 'has-menu' }, opener, list)

  function setOpen(open: boolean): void {
    list.hidden = !open
    opener.setAttribute('aria-expanded', String(open))
  }
  async function choose(run: (context: PageContext) => Promise<void>): Promise<void> {
    setOpen(false)
    opener.focus()
    try {
      await run(context)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      store.set({ problem: text('shell.exportFailed', { reason }) })
    }
  }

  const closeOutside = (event: Event) => {
    if (event.target instanceof Node && !made.contains(event.target)) setOpen(false)
  }
  document.addEventListener('pointerdown', closeOutside)
  made.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !made.contains(relatedTarget)) setOpen(false)
  })
  made.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || list.hidden) return
    setOpen(false)
    opener.focus()
  })
  return { element: made, destroy: () => document.removeEventListener('pointerdown', closeOutside) }
}

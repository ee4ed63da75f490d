import type { PageContext, Panel } from './context.ts'
import { button, element } from './element.ts'
import type { TextKey } from './i18n.ts'

type Exports = typeof import('./export/index.ts')

/** What can be exported, by the name of what does it; loaded when it is first wanted. */
const items: Readonly<Record<'exportRun' | 'exportPng' | 'exportHar', TextKey>> = {
  exportRun: 'shell.exportRun',
  exportPng: 'shell.exportPng',
  exportHar: 'shell.exportHar',
}

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
    ...(Object.keys(items) as (keyof typeof items)[]).map(name => button(text(items[name]), () => run(name))),
  )
  const made = element('div', { class: 'has-menu' }, opener, list)

  function setOpen(open: boolean): void {
    list.hidden = !open
    opener.setAttribute('aria-expanded', String(open))
  }
  async function run(name: keyof typeof items): Promise<void> {
    setOpen(false)
    opener.focus()
    try {
      const exports: Exports = await import('./export/index.ts')
      await exports[name](context)
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

import './results.css'
import type { Report } from '../../../bench/report/types.ts'
import type { PageContext, View } from '../context.ts'
import { element } from '../element.ts'
import { createChooser } from './chooser.ts'
import { readReportText } from './read-report.ts'
import { createReportPanel, type ReportPanel } from './report-panel.ts'
import { listRuns, loadRun } from './runs.ts'

/** What was last opened, which a change of language opens again. */
let opened: { readonly report: Report; readonly name: string } | undefined

/** Creates the Results view: a run of the bench, or a file that it or the lab has written. */
export function createResultsView(context: PageContext): View {
  const { text, store } = context
  const made = element('div', { class: 'results' })
  const ended = new AbortController()
  const { signal } = ended
  const opener = createOpener(context, signal)
  const openRun = (name: string) => opener.open(name, () => loadRun(name, fetchHere, signal))
  const chooser = createChooser(context, made, {
    openRun,
    async openFile(file) {
      await opener.open(file.name, async () => readReportText(await file.text(), file.name))
      // A run that is no longer shown can be chosen again.
      chooser.mark(opened?.name ?? '')
    },
  })
  const title = element('h2', {}, text('shell.results'))
  const lead = element('p', { class: 'lead' }, text('results.lead'))
  made.append(title, lead, chooser.element, ...opener.elements)
  let isListed = false

  async function list(): Promise<void> {
    // A host of files has no list of runs, and asking for it would be an error in the console.
    if (isListed || store.get().servedBy === 'static') return
    isListed = true
    const runs = await listRuns(fetchHere, signal).catch(() => [])
    if (signal.aborted) return
    chooser.list(runs)
    const [newest] = runs
    if (opened) chooser.mark(opened.name)
    else if (newest) await openRun(newest.name)
  }
  const themes = new MutationObserver(opener.draw)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return {
    element: made,
    show() {
      opener.draw()
      void list()
    },
    hide: () => undefined,
    destroy() {
      ended.abort()
      themes.disconnect()
      chooser.destroy()
      opener.destroy()
    },
  }
}

const fetchHere = (address: string, init: RequestInit) => fetch(address, init)

/** What opens a report in the view and says how that goes; it begins with the one that was opened last. */
function createOpener(context: PageContext, ended: AbortSignal) {
  const { text } = context
  const status = element('p', { class: 'results-status', role: 'status' })
  const place = element('div')
  let panel: ReportPanel | undefined
  let asked = 0

  function show(report: Report, name: string): void {
    panel?.destroy()
    panel = createReportPanel(context, report, name)
    place.replaceChildren(panel.element)
    panel.draw()
    opened = { report, name }
  }
  /** Of choices that follow each other the last one counts, whichever comes first. */
  async function open(name: string, load: () => Promise<Report>): Promise<void> {
    asked += 1
    const own = asked
    const isLate = () => own !== asked || ended.aborted
    status.textContent = text('shell.loading')
    status.classList.remove('visually-hidden')
    try {
      const report = await load()
      if (isLate()) return
      show(report, name)
      status.textContent = text('results.opened', { name })
      // The report's own title says it to the eye.
      status.classList.add('visually-hidden')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!isLate()) status.textContent = text('results.cannot', { reason })
    }
  }
  if (opened) show(opened.report, opened.name)
  return { elements: [status, place], open, draw: () => panel?.draw(), destroy: () => panel?.destroy() }
}

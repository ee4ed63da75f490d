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
  const { text } = context
  const status = element('p', { class: 'results-status', role: 'status' })
  const place = element('div')
  const made = element('div', { class: 'results' })
  const ended = new AbortController()
  const fetchHere = (address: string, init: RequestInit) => fetch(address, init)
  let panel: ReportPanel | undefined
  let isListed = false
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
    status.textContent = text('shell.loading')
    try {
      const report = await load()
      if (own !== asked || ended.signal.aborted) return
      show(report, name)
      status.textContent = text('results.opened', { name })
    } catch (error) {
      if (own !== asked || ended.signal.aborted) return
      status.textContent = text('results.cannot', {
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }

  const openRun = (name: string) => open(name, () => loadRun(name, fetchHere, ended.signal))
  const chooser = createChooser(context, made, {
    openRun,
    openFile: file => open(file.name, async () => readReportText(await file.text(), file.name)),
  })
  made.append(
    element('h2', {}, text('shell.results')),
    element('p', { class: 'lead' }, text('results.lead')),
    chooser.element,
    status,
    place,
  )

  async function list(): Promise<void> {
    // A host of files has no list of runs, and asking for it would be an error in the console.
    if (context.store.get().servedBy === 'static') return
    const runs = await listRuns(fetchHere, ended.signal).catch(() => [])
    if (ended.signal.aborted) return
    chooser.list(runs)
    const [newest] = runs
    if (newest && panel === undefined) await openRun(newest.name)
  }

  const themes = new MutationObserver(() => panel?.draw())
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  if (opened) show(opened.report, opened.name)
  return {
    element: made,
    show() {
      panel?.draw()
      if (isListed) return
      isListed = true
      void list()
    },
    hide: () => undefined,
    destroy() {
      ended.abort()
      themes.disconnect()
      chooser.destroy()
      panel?.destroy()
    },
  }
}

import type { ResultsEntry } from '../../../bench/live/protocol.ts'
import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'

/** How a run is chosen: one that is listed, or a file. */
export interface Chooser extends Panel {
  list(runs: readonly ResultsEntry[]): void
  /** Marks the run of that name as the chosen one; none, where no run that is listed has it. */
  mark(name: string): void
}

/** What is done with a choice. */
export interface Choices {
  readonly openRun: (name: string) => void
  readonly openFile: (file: File) => void
}

/** Creates the list of runs and the button for a file; a file can be dropped on `target` too. */
export function createChooser({ text, store }: PageContext, target: HTMLElement, choices: Choices): Chooser {
  const { openRun, openFile } = choices
  const runs = element('select', { id: 'results-run' })
  const runsLabel = element('label', { for: 'results-run' }, text('results.run'))
  const none = element('p', { class: 'note' }, text('results.noRuns'))
  const input = element('input', {
    type: 'file',
    accept: '.json,.html',
    hidden: true,
    'aria-label': text('results.open'),
  })
  const listening = new AbortController()
  const { signal } = listening

  runs.addEventListener('change', () => openRun(runs.value))
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) openFile(file)
    // The same file may be chosen again once it has changed.
    input.value = ''
  })
  target.addEventListener('dragover', event => event.preventDefault(), { signal })
  target.addEventListener(
    'drop',
    event => {
      event.preventDefault()
      const [file] = event.dataTransfer?.files ?? []
      if (file) openFile(file)
    },
    { signal },
  )

  const listed = element('span', { class: 'listed', hidden: true }, runsLabel, runs)
  return {
    element: element(
      'div',
      { class: 'results-chooser' },
      listed,
      none,
      button(text('results.open'), () => input.click()),
      input,
      element('span', { class: 'note' }, text('results.drop')),
    ),
    list(entries) {
      listed.hidden = entries.length === 0
      none.hidden = entries.length > 0
      const { language } = store.get()
      runs.replaceChildren(
        ...entries.map(({ name, createdAt }) =>
          element('option', { value: name }, `${name} · ${new Date(createdAt).toLocaleString(language)}`),
        ),
      )
    },
    mark(name) {
      runs.value = name
    },
    destroy: () => listening.abort(),
  }
}

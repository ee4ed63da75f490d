import type { Chart, ChartConfiguration } from 'chart.js'
import type { Panel } from '../context.ts'
import { element } from '../element.ts'
import { type LadderPalette, readPalette } from '../lab/ladder/palette.ts'
import { withChart } from '../lab/with-chart.ts'

/** What a chart says and shows. */
export interface FigureText {
  readonly title: string
  readonly note: string
  /** What it shows, for those who do not see it. */
  readonly picture: string
}

/** A chart with its words and its numbers. */
export interface ChartFigure extends Panel {
  /** Draws it anew, in the colours that hold; nothing while it is not in the page. */
  draw(): void
}

/** Creates a figure: words, whatever changes it, the picture, and the same as a table. */
export function createChartFigure(
  { title, note, picture }: FigureText,
  configure: (palette: LadderPalette) => ChartConfiguration,
  parts: { readonly controls?: HTMLElement; readonly table: HTMLElement },
): ChartFigure {
  const canvas = element('canvas', { role: 'img', 'aria-label': picture })
  const made = element(
    'figure',
    { class: 'results-chart' },
    element('figcaption', {}, element('h4', {}, title), element('p', { class: 'note' }, note)),
    ...(parts.controls ? [parts.controls] : []),
    element('div', { class: 'results-canvas' }, canvas),
    parts.table,
  )
  let chart: Chart | undefined
  let isEnded = false
  const drawWith = (chartClass: typeof Chart) => {
    if (isEnded || !made.isConnected) return
    chart?.destroy()
    chart = new chartClass(canvas, configure(readPalette(made)))
  }
  return {
    element: made,
    draw() {
      if (made.isConnected) withChart(canvas, drawWith)
    },
    destroy() {
      isEnded = true
      chart?.destroy()
    },
  }
}

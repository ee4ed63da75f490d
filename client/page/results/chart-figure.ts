import type { ChartConfiguration } from 'chart.js'
import type { Panel } from '../context.ts'
import { element } from '../element.ts'
import { Chart } from '../lab/charts-frame.ts'
import { type LadderPalette, readPalette } from '../lab/ladder/palette.ts'

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
  return {
    element: made,
    draw() {
      if (!made.isConnected) return
      chart?.destroy()
      chart = new Chart(canvas, configure(readPalette(made)))
    },
    destroy() {
      chart?.destroy()
      chart = undefined
    },
  }
}

import type { Chart, ChartConfiguration } from 'chart.js'
import { byteCategories } from '../../../bench/wire/books.ts'
import type { PageContext, Panel } from '../context.ts'
import { element } from '../element.ts'
import type { TextKey } from '../i18n.ts'
import { setText } from '../set-text.ts'
import { bytesChart } from './charts-bytes.ts'
import { type ChartInput, latencyChart } from './charts-latency.ts'
import { bytesRows, type ChartRow, drawnPercentiles, latencyRows } from './charts-points.ts'
import { createChartTable } from './charts-table.ts'
import { figuresOf } from './figures-page.ts'
import { readPalette } from './ladder/palette.ts'
import { categoryKeys, nameKeys } from './names.ts'
import { overdueOf } from './overdue.ts'
import { pictureOf } from './picture.ts'
import { withChart } from './with-chart.ts'

/** One chart: its words, its picture and its numbers. */
interface Kind {
  readonly title: TextKey
  readonly note: TextKey
  readonly picture: TextKey
  readonly columns: (text: PageContext['text']) => readonly string[]
  readonly configure: (input: ChartInput) => ChartConfiguration
  readonly rows: (figures: ChartInput['figures'], shown: ChartInput['shown']) => readonly ChartRow[]
  /** What is missing in it, in words. */
  readonly missing: (context: PageContext, figures: ChartInput['figures']) => string
}

const kinds: Readonly<Record<'latency' | 'bytes', Kind>> = {
  latency: {
    title: 'lab.chartLatency',
    note: 'lab.chartLatencyNote',
    picture: 'lab.chartLatencyPicture',
    columns: () => drawnPercentiles.map(each => `p${each}, ms`),
    configure: input => latencyChart(input) as ChartConfiguration,
    rows: latencyRows,
    missing: overdueText,
  },
  bytes: {
    title: 'lab.chartBytes',
    note: 'lab.chartBytesNote',
    picture: 'lab.chartBytesPicture',
    columns: text => [...byteCategories.map(name => text(categoryKeys[name])), text('lab.chartTotal')],
    configure: bytesChart,
    rows: bytesRows,
    missing: () => '',
  },
}

function overdueText(context: PageContext, figures: ChartInput['figures']): string {
  const { sessions, text } = context
  const parts = sessions.shown.flatMap(session => {
    const overdue = overdueOf(session, figures[session.transport], pictureOf(context)())
    const name = text(nameKeys[session.transport])
    return overdue === null ? [] : [text('lab.chartOverduePart', { name, ...overdue })]
  })
  return parts.length === 0 ? '' : text('lab.chartOverdue', { parts: parts.join('; ') })
}

/** Twice a second: a percentile that jumps faster cannot be read. */
const updateEveryMs = 500

/** Creates the two charts with theory in them, and their tables; they stand still in a pause. */
export function createCharts(context: PageContext): Panel {
  const { store, sessions, text } = context
  const figures = figuresOf(context)
  const parts = Object.values(kinds).map(kind => createPart(kind, text))
  const made = element(
    'section',
    { class: 'charts', 'aria-labelledby': 'charts-title' },
    element('h3', { id: 'charts-title' }, text('lab.charts')),
    ...parts.map(part => part.element),
  )
  let isInSight = true
  let read: ChartInput['figures'] | undefined
  const observer = new IntersectionObserver(([entry]) => {
    isInSight = entry?.isIntersecting ?? true
  })
  observer.observe(made)

  const update = () => {
    if (!made.isConnected || !isInSight) return
    const { language, paused } = store.get()
    const shown = sessions.shown.map(({ transport }) => transport)
    if (!paused || !read) read = figures.read()
    const input = { figures: read, shown, palette: readPalette(made), text, language }
    for (const part of parts) part.show(input, paused ? null : context)
  }
  const timer = setInterval(update, updateEveryMs)
  return {
    element: made,
    destroy() {
      clearInterval(timer)
      observer.disconnect()
      for (const part of parts) part.destroy()
    },
  }
}

function createPart(kind: Kind, text: PageContext['text']) {
  const { title, note, picture, columns, configure, rows, missing } = kind
  const besides = element('p', { class: 'note' })
  const canvas = element('canvas', { role: 'img', 'aria-label': text(picture) })
  const table = createChartTable(text(title), columns(text), text)
  const drawing = createDrawing(canvas)
  let drawn = ''
  return {
    element: element(
      'figure',
      { class: 'chart' },
      element('figcaption', {}, element('h4', {}, text(title)), element('p', { class: 'note' }, text(note))),
      element('div', { class: 'chart-canvas' }, canvas),
      besides,
      table.element,
    ),
    /** Without a context it stands still. */
    show(input: ChartInput, context: PageContext | null) {
      if (context) setText(besides, missing(context, input.figures))
      const numbers = rows(input.figures, input.shown)
      const now = JSON.stringify([numbers, input.palette, table.isOpen])
      if (now === drawn) return
      drawn = now
      drawing.draw(configure(input))
      if (table.isOpen) table.show(numbers, input.language)
    },
    destroy: drawing.destroy,
  }
}

/** What draws on a canvas; chart.js is loaded for the first drawing, so that nothing in sight waits for it. */
function createDrawing(canvas: HTMLCanvasElement) {
  let latest: ChartConfiguration | undefined
  let chart: Chart | undefined
  let isEnded = false
  const begin = (chartClass: typeof Chart) => {
    if (latest && !isEnded) chart = new chartClass(canvas, latest)
  }
  return {
    draw(configuration: ChartConfiguration) {
      if (latest === undefined) withChart(canvas, begin)
      latest = configuration
      if (!chart) return
      chart.data = configuration.data
      chart.options = configuration.options ?? {}
      chart.update('none')
    },
    destroy() {
      isEnded = true
      chart?.destroy()
    },
  }
}

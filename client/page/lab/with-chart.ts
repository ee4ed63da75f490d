import type { Chart } from 'chart.js'
import { element } from '../element.ts'

/** Calls `use` with chart.js, a third of the page's script, once it is loaded; what failed stands in the canvas's place. */
export function withChart(canvas: HTMLCanvasElement, use: (chart: typeof Chart) => void): void {
  import('./chart.ts').then(
    loaded => use(loaded.Chart),
    (error: Error) => canvas.replaceWith(element('p', { class: 'wrong', role: 'alert' }, error.message)),
  )
}

import { Chart } from './chart-parts.ts'
import { type ChartName, chartNames, type Theme } from './chart-texts.ts'
import { chartMakers } from './charts.ts'
import { summariesOf } from './tables.ts'
import type { Report } from './types.ts'

/** The report page's program: draws the charts from the embedded report, again whenever the theme changes. */
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
const report = JSON.parse(document.getElementById('report')?.textContent ?? '') as Report
const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas[data-chart]')]
const darkWanted = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement
let charts: readonly Chart[] = []

function draw(theme: Theme): void {
  for (const chart of charts) chart.destroy()
  charts = canvases.flatMap(canvas => {
    const name = chartNames.find(known => known === canvas.dataset.chart)
    const scenario = report.scenarios[Number(canvas.dataset.scenario)]
    return name === undefined || scenario === undefined ? [] : [chartOn(canvas, name, scenario.name, theme)]
  })
}

function chartOn(canvas: HTMLCanvasElement, name: ChartName, scenario: string, theme: Theme): Chart {
  return new Chart(canvas, chartMakers[name](summariesOf(report, scenario), { theme, fontFamily }))
}

function chosenTheme(): Theme {
  if (root.dataset.theme === 'light' || root.dataset.theme === 'dark') return root.dataset.theme
  return darkWanted.matches ? 'dark' : 'light'
}

const other: Readonly<Record<Theme, Theme>> = { light: 'dark', dark: 'light' }
const names: Readonly<Record<Theme, string>> = { light: 'Light theme', dark: 'Dark theme' }
const button = document.getElementById('theme')

function show(): void {
  const theme = chosenTheme()
  if (button !== null) button.textContent = names[other[theme]]
  draw(theme)
}

button?.removeAttribute('hidden')
button?.addEventListener('click', () => {
  root.dataset.theme = other[chosenTheme()]
  show()
})
darkWanted.addEventListener('change', show)
addEventListener('beforeprint', () => draw('light'))
addEventListener('afterprint', show)
show()

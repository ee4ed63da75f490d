import type { ChartConfiguration } from 'chart.js'
import type { Report } from '../../../bench/report/types.ts'
import { element } from '../element.ts'
import type { Text } from '../i18n.ts'
import { nameKeys } from '../lab/names.ts'
import type { Language } from '../state.ts'
import { type ChartFigure, createChartFigure } from './chart-figure.ts'
import { type CostName, costNames, type Frontier, frontierOf } from './frontier.ts'
import { costKeys, frontierChart } from './frontier-chart.ts'
import { createFoldedTable, figure, type TableText } from './table.ts'

/** Creates the latency–cost frontier with its choices: which cost, and which scenarios of the run. */
export function createFrontierFigure(
  report: Report,
  { text, language }: { readonly text: Text; readonly language: Language },
): ChartFigure {
  const last = report.scenarios.at(-1)?.name
  const chosen = new Set(last === undefined ? [] : [last])
  let cost: CostName = 'requestsPerMinute'
  const table = element('div')
  const frontier = () => frontierOf(report, [...chosen], cost)
  const made = createChartFigure(
    {
      title: text('results.frontier'),
      note: text('results.frontierNote'),
      picture: text('results.frontierPicture'),
    },
    palette =>
      frontierChart({ frontier: frontier(), cost, palette, text, language }) as unknown as ChartConfiguration,
    { controls: createControls(), table },
  )

  function show(): void {
    const wasOpen = table.querySelector('details')?.open ?? false
    const folded = createFoldedTable(
      text('results.asTable'),
      frontierTable(frontier(), cost, text, language),
    ) as HTMLDetailsElement
    folded.open = wasOpen
    table.replaceChildren(folded)
    made.draw()
  }

  function createControls(): HTMLElement {
    const select = element(
      'select',
      {},
      ...costNames.map(name => element('option', { value: name }, text(costKeys[name]))),
    )
    select.addEventListener('change', () => {
      cost = costNames.find(name => name === select.value) ?? cost
      show()
    })
    const boxes = report.scenarios.map(({ name }) => createBox(name))
    return element(
      'div',
      { class: 'results-choices' },
      element('label', {}, `${text('results.cost')} `, select),
      element('fieldset', {}, element('legend', {}, text('results.scenarios')), ...boxes),
    )
  }

  function createBox(name: string): HTMLElement {
    const box = element('input', { type: 'checkbox', checked: chosen.has(name) })
    box.addEventListener('change', () => {
      if (box.checked) chosen.add(name)
      else chosen.delete(name)
      show()
    })
    return element('label', {}, box, ` ${name}`)
  }

  return { ...made, draw: show }
}

function frontierTable({ points }: Frontier, cost: CostName, text: Text, language: Language): TableText {
  return {
    caption: text('results.frontier'),
    columns: [
      text('results.transport'),
      text('results.scenarioColumn'),
      text(costKeys[cost]),
      'p50, ms',
      'p99, ms',
      'n',
      text('results.independent'),
    ],
    rows: points.map(({ transport, scenario, cost: at, p50Ms, p99Ms, n, independent }) => [
      text(nameKeys[transport]),
      scenario,
      figure(at, language),
      figure(p50Ms, language),
      figure(p99Ms, language),
      n.toLocaleString(language),
      independent.toLocaleString(language),
    ]),
  }
}

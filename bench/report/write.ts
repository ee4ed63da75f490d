import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../write-whole.ts'
import { chartNames, chartTexts, pictureFile, themes } from './chart-texts.ts'
import { csvReport } from './csv.ts'
import { htmlReport, type PageAssets } from './html.ts'
import { markdownReport } from './markdown.ts'
import { drawPicture } from './pictures.ts'
import { summariesOf } from './tables.ts'
import type { Report } from './types.ts'

/** Saves and renders a report: what a run does at its end. */
export async function writeReport(directory: string, report: Report, assets: PageAssets): Promise<void> {
  await saveReport(directory, report)
  await renderReport(directory, report, assets)
}

/** Writes `report.json` whole or not at all, so that it can be called after every trial. */
export async function saveReport(directory: string, report: Report): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, 'report.json'), `${JSON.stringify(report)}\n`)
}

/** Writes `report.md`, `report.html`, `trials.csv` and each scenario's six pictures, each whole or not at all. */
export async function renderReport(directory: string, report: Report, assets: PageAssets): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, 'report.md'), markdownReport(report))
  await writeWhole(join(directory, 'report.html'), htmlReport(report, assets))
  await writeWhole(join(directory, 'trials.csv'), csvReport(report))
  for (const [name, picture] of picturesOf(report)) await writeWhole(join(directory, name), picture())
}

function picturesOf(report: Report): readonly (readonly [name: string, draw: () => Buffer])[] {
  return report.scenarios.flatMap(({ name }, scenario) => {
    const summaries = summariesOf(report, name)
    const drawable = chartNames.filter(chart => chartTexts[chart].isDrawable(summaries))
    return drawable.flatMap(chart =>
      themes.map(
        theme => [pictureFile(chart, scenario, theme), () => drawPicture(chart, summaries, theme)] as const,
      ),
    )
  })
}

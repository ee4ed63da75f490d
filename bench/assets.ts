import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildDirectory } from './processes.ts'

/** What a report carries besides its figures. */
export interface Assets {
  /** The script that draws the charts of `report.html`. */
  readonly script: string
}

/** Reads the bundled script of the report; rejects when it was not built. */
export async function readAssets(): Promise<Assets> {
  return { script: await readFile(join(buildDirectory(), 'report-page.js'), 'utf8') }
}

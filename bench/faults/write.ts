import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../write-whole.ts'
import { faultsMarkdown } from './report.ts'
import type { FaultsReport } from './types.ts'

/** Writes `report.json` and `report.md`, each whole or not at all (a temporary file, renamed). */
export async function writeFaultsReport(directory: string, report: FaultsReport): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeWhole(join(directory, 'report.md'), faultsMarkdown(report))
}

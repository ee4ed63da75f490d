import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultsMarkdown } from './report.ts'
import type { FaultsReport } from './types.ts'

/** Writes `report.json` and `report.md`, each whole or not at all (a temporary file, renamed). */
export async function writeFaultsReport(directory: string, report: FaultsReport): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeWhole(join(directory, 'report.md'), faultsMarkdown(report))
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}`
  try {
    await writeFile(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../server/flags.ts'
import { readAssets } from './assets.ts'
import { readReport } from './report/read.ts'
import { terminalReport } from './report/terminal.ts'
import { renderReport } from './report/write.ts'

/** `npm run report -- DIR`: renders a report again from its `report.json`. */
async function main(args: readonly string[]): Promise<void> {
  const [path, ...others] = args
  if (path === undefined || others.length > 0 || path.startsWith('-')) {
    throw new UsageError(
      `npm run report -- DIR takes one directory with a report.json, got ${JSON.stringify(args)}`,
    )
  }
  const report = await readReport(path)
  await renderReport((await stat(path)).isDirectory() ? path : dirname(path), report, await readAssets())
  console.log(terminalReport(report))
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(`report: ${(error as Error).message}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

import { UsageError } from '../server/flags.ts'
import { comparisonMarkdown } from './report/comparison.ts'
import { readReport } from './report/read.ts'
import { exitStatus } from './status.ts'

/**
 * `npm run compare -- A B`: prints what changed from run A to run B as Markdown. The exit status is 0 whatever changed,
 * 1 for a report that cannot be read, 2 for bad usage.
 */
async function main(args: readonly string[]): Promise<void> {
  const [a, b, ...others] = args
  if (a === undefined || b === undefined || others.length > 0 || args.some(path => path.startsWith('-'))) {
    throw new UsageError(
      `npm run compare -- A B takes two runs (a directory, a report.json or a report.html each), got ${JSON.stringify(args)}`,
    )
  }
  process.stdout.write(comparisonMarkdown(await readReport(a), await readReport(b)))
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(`compare: ${(error as Error).message}`)
  process.exitCode = error instanceof UsageError ? exitStatus.usage : exitStatus.failed
}

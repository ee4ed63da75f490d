import { readFile, writeFile } from 'node:fs/promises'
import { withFindings } from './report/findings.ts'
import { readReport } from './report/read.ts'

/** `npm run findings`: writes the reference run's findings into the README. */
const reference = 'results/reference'
await writeFile(
  'README.md',
  withFindings(await readFile('README.md', 'utf8'), await readReport(reference), reference),
)

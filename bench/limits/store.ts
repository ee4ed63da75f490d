import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../../server/flags.ts'
import { writeWhole } from '../write-whole.ts'
import type { PartRun } from './part.ts'
import type { LimitsReport, PartName } from './parts.ts'
import { limitsMarkdown } from './report.ts'

/** What is told of every part's run; its figures are the part's own. */
const run = z.looseObject({
  startedAt: z.string(),
  command: z.string(),
  environment: z.looseObject({ node: z.string(), cpu: z.string(), cores: z.number() }),
  scale: z.number(),
  status: z.string(),
  shortfalls: z.array(z.string()),
})
const stored = z.object({ schema: z.literal(1), parts: z.record(z.string(), run) })

/** The report that stands in a directory, or an empty one. Throws a UsageError where it is something else, or cannot be read. */
export async function readLimitsReport(directory: string): Promise<LimitsReport> {
  const file = join(directory, 'report.json')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { schema: 1, parts: {} }
    throw new UsageError(`--out: ${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const read = stored.safeParse(parsed(text))
  if (!read.success)
    throw new UsageError(`--out must be a directory of its own: ${file} is no report of limits`)
  return read.data as unknown as LimitsReport
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes `report.json` and `report.md`, each whole or not at all. */
export async function writeLimitsReport(directory: string, report: LimitsReport): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeWhole(join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeWhole(join(directory, 'report.md'), limitsMarkdown(report))
}

/** Puts a part's run in the place of its last one, in the report that stands there now: another run may have written. */
export async function savePart(directory: string, name: PartName, current: PartRun<unknown>): Promise<void> {
  const { parts, ...report } = await readLimitsReport(directory)
  await writeLimitsReport(directory, { ...report, parts: { ...parts, [name]: current } })
}

import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { readEmbeddedReport } from './embed.ts'
import { reportShape } from './shape.ts'
import { type Report, schema } from './types.ts'

/** A report that cannot be read; its message is one line that names the file, and the field where there is one. */
export class ReportFileError extends Error {
  override readonly name = 'ReportFileError'
}

/** Reads a directory's `report.json`, a `report.json` or a `report.html`; throws a {@link ReportFileError}. */
export async function readReport(path: string): Promise<Report> {
  const file = (await isDirectory(path)) ? join(path, 'report.json') : path
  const content = await textOf(file)
  return checkedReport(parsed(file, content), file)
}

/** A value as a report; throws a {@link ReportFileError} that names the first field that is not as expected. */
export function checkedReport(value: unknown, file: string): Report {
  checkVersion(value, file)
  const result = reportShape.safeParse(value)
  const [issue] = result.error?.issues ?? []
  if (issue === undefined) return withPs({ ...absent, ...(value as Report) })
  const field = issue.path.map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  throw new ReportFileError(`${file}: ${field.replace(/^\./, '')}: ${oneLine(issue.message)}`)
}

/** What reports from before it was measured do not have. */
const absent = { linkCalibration: [] } satisfies Partial<Report>

/** The report with a null for each p-value that a comparison from before there were any lacks. */
function withPs(report: Report): Report {
  return { ...report, comparisons: report.comparisons.map(each => ({ ...each, p: each.p ?? null })) }
}

/** Compared first, since another version may differ anywhere. */
function checkVersion(value: unknown, file: string): void {
  const found = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  const isKnown = typeof found === 'string' && (found === schema || found.startsWith(`${schema}.`))
  if (!isKnown)
    throw new ReportFileError(
      `${file}: schema: got ${JSON.stringify(found) ?? 'nothing'}, expected ${schema}`,
    )
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw unreadable(path, error)
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
}

function parsed(file: string, content: string): unknown {
  try {
    return extname(file) === '.html' ? readEmbeddedReport(content) : JSON.parse(content)
  } catch (error) {
    throw new ReportFileError(`${file}: not a report: ${messageOf(error)}`, { cause: error })
  }
}

function unreadable(file: string, error: unknown): ReportFileError {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  const why = missing
    ? 'no such file; expected a run’s directory, its report.json or its report.html'
    : messageOf(error)
  return new ReportFileError(`${file}: ${why}`, { cause: error })
}

const messageOf = (error: unknown) => oneLine(error instanceof Error ? error.message : String(error))
const oneLine = (text: string) => text.replace(/\s+/g, ' ')

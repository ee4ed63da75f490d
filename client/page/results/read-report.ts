import { readEmbeddedReport } from '../../../bench/report/embed.ts'
import { type Report, schema } from '../../../bench/report/types.ts'
import { isReport } from './report-shape.ts'

/** A file that is no report; its message is one line that names the file, and the field where there is one. */
export class ReportTextError extends Error {
  override readonly name = 'ReportTextError'
}

/** Reads the text of a `report.json` or a `report.html`; throws a {@link ReportTextError}. */
export function readReportText(content: string, file: string): Report {
  const value = parsed(content, file)
  checkVersion(value, file)
  const wrong = isReport(value, '')
  if (wrong !== null) throw new ReportTextError(`${file}: ${wrong}`)
  const report = value as Report
  return {
    ...report,
    comparisons: report.comparisons.map(each => ({ ...each, p: each.p ?? null })),
    theory: listOf(report.theory),
    floors: listOf(report.floors),
    yardsticks: listOf(report.yardsticks),
    linkCalibration: listOf(report.linkCalibration),
  }
}

/** Older reports lack some lists. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return list ?? []
}

function parsed(content: string, file: string): unknown {
  const isPage = /^\s*</.test(content)
  try {
    return isPage ? readEmbeddedReport(content) : JSON.parse(content)
  } catch (error) {
    const reason = oneLine(error instanceof Error ? error.message : String(error))
    throw new ReportTextError(`${file}: not a report: ${reason}`, { cause: error })
  }
}

/** Compared first, since another version may differ anywhere. */
function checkVersion(value: unknown, file: string): void {
  const found = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  if (typeof found === 'string' && (found === schema || found.startsWith(`${schema}.`))) return
  throw new ReportTextError(`${file}: schema: got ${JSON.stringify(found) ?? 'nothing'}, expected ${schema}`)
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

import type { ResultsEntry } from '../../../bench/live/protocol.ts'
import type { Report } from '../../../bench/report/types.ts'
import { readReportText } from './read-report.ts'

/** What is used of `fetch`. */
export type Fetch = (address: string, init: { readonly signal: AbortSignal }) => Promise<Response>

/** The runs that the page's server lists, newest first; none where there is no such list, as on a static host. */
export async function listRuns(fetch: Fetch, signal: AbortSignal): Promise<readonly ResultsEntry[]> {
  const response = await fetch('results/index.json', { signal })
  const isList = response.ok && response.headers.get('content-type')?.includes('json')
  return isList ? ((await response.json()) as readonly ResultsEntry[]) : []
}

/** One of those runs; throws an Error with one line where it cannot be had. */
export async function loadRun(name: string, fetch: Fetch, signal: AbortSignal): Promise<Report> {
  const response = await fetch(`results/${encodeURIComponent(name)}/report.json`, { signal })
  if (!response.ok) throw new Error(`${name}/report.json: ${response.status} ${response.statusText}`)
  return readReportText(await response.text(), `${name}/report.json`)
}

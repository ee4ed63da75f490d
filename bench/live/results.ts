import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultsEntry } from './protocol.ts'

/** Lists the runs of a directory that have a `report.json` which says when it was made, the newest first. */
export type ListResults = () => Promise<ResultsEntry[]>

/** A lister that reads each report once, and again when it has changed. */
export function createResultsList(directory: string): ListResults {
  const known = new Map<string, { readonly changedMs: number; readonly createdAt: string | undefined }>()

  async function entryOf(name: string): Promise<ResultsEntry[]> {
    const path = join(directory, name, 'report.json')
    const changedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    )
    if (changedMs === undefined) return []
    if (known.get(name)?.changedMs !== changedMs)
      known.set(name, { changedMs, createdAt: await createdAtOf(path) })
    const createdAt = known.get(name)?.createdAt
    return createdAt === undefined ? [] : [{ name, createdAt }]
  }

  return async () => {
    const names = await readdir(directory).catch(() => [])
    const entries = await Promise.all(names.filter(name => !name.startsWith('.')).map(entryOf))
    return entries.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  }
}

/** Undefined where a report is being written, or is none. */
async function createdAtOf(path: string): Promise<string | undefined> {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as { readonly createdAt?: unknown }
    return typeof report.createdAt === 'string' ? report.createdAt : undefined
  } catch {
    return undefined
  }
}

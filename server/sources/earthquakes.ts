import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The recorded feed's file, inside the data directory. */
export const earthquakesFile = 'earthquakes-2018-02.ndjson'

/** The data directory above a module, so that it is found from the sources and from a bundle; throws if there is none. */
export function findDataDirectory(from = import.meta.url): string {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const data = join(folder, 'server', 'data')
    if (existsSync(join(data, earthquakesFile))) return data
    if (folder === dirname(folder)) throw new Error(`no server/data/${earthquakesFile} above ${from}`)
  }
}

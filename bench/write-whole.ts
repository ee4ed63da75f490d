import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

let writes = 0

/**
 * Writes a file whole or not at all: a temporary one beside it, renamed. Rejects with the system's error, whose
 * message names the file: of a full disk the system says only that it is full.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.${++writes}`)
  try {
    await writeFile(temporary, content)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    if (error instanceof Error) error.message = `${file} could not be written: ${error.message}`
    throw error
  }
}

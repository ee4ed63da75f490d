import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Starts a built command that reports into a directory; it is killed with its test when it is still there. */
export function startCommand<Report>(script: string, directory: string, args: readonly string[]) {
  const child = spawn(process.execPath, [script, '--out', directory, ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  child.stdout.resume()
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
    child.emit('told')
  })
  return {
    child,
    /** What it said on its standard error so far; the child emits `told` with each part. */
    told: () => told,
    ended: once(child, 'close').then(([code]) => code as number),
    report: (): Report => JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')),
    markdown: () => readFileSync(join(directory, 'report.md'), 'utf8'),
  }
}

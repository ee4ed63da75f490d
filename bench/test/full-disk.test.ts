import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildDirectory } from '../processes.ts'
import { readReport } from '../report/read.ts'
import { startProgram, temporaryDirectory } from './run-command.ts'

/** What a command left on a disk, and what it said. */
interface OnSmallDisk {
  readonly status: number
  readonly output: string
  /** Where everything is that was on the disk. */
  readonly left: string
}

/** A file system of its own needs a namespace, which not every machine gives. */
const hasNamespaces = spawnSync('unshare', ['-rm', 'true']).status === 0

/** Where there is none, no file may grow beyond the size, which fails a write in the same places. */
const scripts = {
  fileSystem: `
    exec 2>&1
    mount -t tmpfs -o size="$1"k tmpfs "$2"
    shift; on="$1"; to="$2"; shift 2
    "$@" --out "$on"; echo "status $?"
    cp -a "$on"/. "$to"`,
  fileSize: `
    exec 2>&1
    size="$1"; on="$2"; to="$3"; shift 3
    (ulimit -f $((size * 2)); exec "$@" --out "$on"); echo "status $?"
    cp -a "$on"/. "$to"`,
}

/** Runs a command of the build whose `--out` is a file system of so many KiB. */
async function onSmallDisk(kibibytes: number, name: string, ...args: string[]): Promise<OnSmallDisk> {
  const [disk, left] = [await temporaryDirectory(), await temporaryDirectory()]
  const command = [process.execPath, join(buildDirectory(), `${name}.js`), ...args]
  const script = hasNamespaces ? scripts.fileSystem : scripts.fileSize
  const shell = ['sh', '-c', script, 'sh', String(kibibytes), disk, left, ...command]
  const [program, ...rest] = hasNamespaces ? ['unshare', '-rm', ...shell] : shell
  const running = startProgram(program!, rest)
  await running.ended
  const [, output, status] = /^([\s\S]*)status (\d+)\n$/.exec(running.output())!
  return { status: Number(status), output: output!, left }
}

const quick = ['--duration', '0.5', '--poll-interval', '100', '--clients', '2', '--rate', '40', '--rtt', '0']
const short = [...quick, '--blocks', '1', '--transports', 'sse']

/** The lines of a command's own name; progress and tables are others'. */
function complaints(name: string, output: string): readonly string[] {
  return output.split('\n').filter(line => line.startsWith(`${name}: `) || /^\s+at /.test(line))
}

const hidden = (directory: string) => readdirSync(directory).filter(file => file.startsWith('.'))
const full = /ENOSPC: no space left on device|EFBIG: file too large/

describe('a full disk', { timeout: 60_000 }, () => {
  it('ends the bench with one line, and leaves the last report that was written whole', async () => {
    const { status, output, left } = await onSmallDisk(40, 'bench', ...quick, '--blocks', '6')
    expect(status).toBe(1)
    expect(complaints('bench', output)).toEqual([expect.stringMatching(full)])
    expect(complaints('bench', output)[0]).toContain('report.json could not be written: ')
    const report = await readReport(left)
    expect(report.status).toBe('running')
    expect(report.trials.length).toBeGreaterThan(0)
    expect(hidden(left)).toEqual([])
  })

  it('that takes the report but not its page leaves no half of one', async () => {
    const { status, output, left } = await onSmallDisk(200, 'bench', ...short)
    expect(status).toBe(1)
    expect(complaints('bench', output)).toEqual([
      expect.stringMatching(/report\.html could not be written: E(NOSPC|FBIG)/),
    ])
    expect((await readReport(left)).status).not.toBe('running')
    expect(readdirSync(left).toSorted()).toEqual(['report.json', 'report.md'])
  })

  it('ends the limits and the faults with one line too', async () => {
    for (const [name, ...args] of [
      ['limits', 'requests', '--scale', '0.01'],
      ['faults', '--cuts', '5', '--clients', '2', '--storm', '0', '--transports', 'sse'],
    ] as const) {
      const { status, output, left } = await onSmallDisk(4, name, ...args)
      expect(status).toBe(1)
      expect(complaints(name, output)).toEqual([expect.stringMatching(full)])
      expect(hidden(left)).toEqual([])
      for (const file of readdirSync(left).filter(each => each.endsWith('.json')))
        expect(JSON.parse(readFileSync(join(left, file), 'utf8'))).toHaveProperty('schema')
    }
  })
})

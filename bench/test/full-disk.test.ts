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
    [ -z "$4" ] || cp "$4" "$2"
    (disk="$2"; shift 4; exec "$@" "$disk"); echo "status $?"
    cp -a "$2"/. "$3"`,
  fileSize: `
    exec 2>&1
    [ -z "$4" ] || cp "$4" "$2"
    (ulimit -f $(($1 * 2)); disk="$2"; shift 4; exec "$@" "$disk"); echo "status $?"
    cp -a "$2"/. "$3"`,
}

/** Runs a command of the build that writes to a disk of so many KiB, on which `before` stands. */
async function onSmallDisk(
  kibibytes: number,
  [name, ...args]: readonly string[],
  before = '',
): Promise<OnSmallDisk> {
  const [disk, left] = [await temporaryDirectory(), await temporaryDirectory()]
  const command = [process.execPath, join(buildDirectory(), `${name}.js`), ...args]
  const script = hasNamespaces ? scripts.fileSystem : scripts.fileSize
  const shell = ['sh', '-c', script, 'sh', String(kibibytes), disk, left, before, ...command]
  const [program, ...rest] = hasNamespaces ? ['unshare', '-rm', ...shell] : shell
  const running = startProgram(program!, rest)
  await running.ended
  const [, output, status] = /^([\s\S]*)status (\d+)\n$/.exec(running.output())!
  return { status: Number(status), output: output!, left }
}

/** The lines that are no progress and no table: of a command's own name, and of a stack. */
function complaints(name: string, { output }: OnSmallDisk): readonly string[] {
  return output.split('\n').filter(line => line.startsWith(`${name}: `) || /^\s+at /.test(line))
}

const hidden = (directory: string) => readdirSync(directory).filter(file => file.startsWith('.'))
const full = 'could not be written: (ENOSPC: no space left on device|EFBIG: file too large), \\w+$'

describe('a full disk', { timeout: 60_000 }, () => {
  it('ends the bench with one line, and leaves the last report that was written whole', async () => {
    const trial = ['--duration', '0.5', '--poll-interval', '100', '--clients', '2', '--rtt', '0']
    const args = [...trial, '--blocks', '6', '--transports', 'sse', '--out']
    const run = await onSmallDisk(12, ['bench', ...args])
    expect(run.status).toBe(1)
    expect(complaints('bench', run)).toEqual([expect.stringMatching(`^bench: /.*/report\\.json ${full}`)])
    const report = await readReport(run.left)
    expect(report.status).toBe('running')
    expect(report.trials.length).toBeGreaterThan(0)
    expect(readdirSync(run.left)).toEqual(['report.json'])
  })

  it('that takes the report’s text but not its page is left without half of one', async () => {
    const run = await onSmallDisk(800, ['report'], 'results/reference/report.json')
    expect(run.status).toBe(1)
    expect(complaints('report', run)).toEqual([expect.stringMatching(`^report: /.*/report\\.html ${full}`)])
    expect(readdirSync(run.left).toSorted()).toEqual(['report.json', 'report.md'])
    expect(readFileSync(join(run.left, 'report.json'))).toEqual(readFileSync('results/reference/report.json'))
  })

  it.each([
    ['limits', 'requests', '--scale', '0.01', '--out'],
    ['faults', '--cuts', '5', '--clients', '2', '--storm', '0', '--transports', 'sse', '--out'],
  ])('ends npm run %s with one line too', async (name, ...args) => {
    const run = await onSmallDisk(4, [name, ...args])
    expect(run.status).toBe(1)
    expect(complaints(name, run)).toEqual([expect.stringMatching(full)])
    expect(hidden(run.left)).toEqual([])
    expect(JSON.parse(readFileSync(join(run.left, 'report.json'), 'utf8'))).toHaveProperty('schema')
  })
})

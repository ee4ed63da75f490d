import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { buildDirectory } from './processes.ts'
import type { Environment } from './report/types.ts'

/** The libraries whose versions bear on the figures. */
const measuredWith = ['express', 'ws', 'eventsource-parser', 'chart.js'] as const

/** Describes where this run takes place. */
export function describeEnvironment(): Environment {
  return {
    node: process.version,
    os: `${type()} ${release()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    commit: commit(),
    dependencies: Object.fromEntries(measuredWith.map(name => [name, versionOf(name)])),
  }
}

/** Read from the file and not imported: not every package exports its package.json. */
function versionOf(name: string): string {
  const file = join(buildDirectory(), '..', 'node_modules', name, 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}

/** The commit of the work tree; null where there is no git or no checkout, which is not an error. */
function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const head = git('rev-parse', '--short=12', 'HEAD')
    return git('status', '--porcelain', '--untracked-files=no') === '' ? head : `${head}+changes`
  } catch {
    return null
  }
}

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const bin = (name: string) => join(process.cwd(), 'node_modules', '.bin', name)

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'house-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

/** What the linter, under the project's rules, says of a file that stands at `path`. */
function lint(path: string, source: string): string {
  const house = temporaryDirectory()
  copyFileSync('biome.json', join(house, 'biome.json'))
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), source)
  const { stdout, stderr } = spawnSync(bin('biome'), ['lint', path], { cwd: house, encoding: 'utf8' })
  return stdout + stderr
}

describe('the house', () => {
  it.each([
    ['server/planted.ts', '../client/subscribe.ts', 'server imports neither client nor bench'],
    ['server/transports/planted.ts', '../../bench/at.ts', 'server imports neither client nor bench'],
    ['server/protocol.ts', './feed.ts', 'protocol.ts imports nothing'],
    ['client/planted.ts', '../server/feed.ts', 'client imports of the server only server/protocol.ts'],
    ['client/transports/planted.ts', '../../bench/at.ts', 'client imports of the server only'],
    ['client/page/planted.ts', '../../server/feed.ts', 'the page imports of the server only'],
    ['client/page/planted.ts', '../../bench/at.ts', 'the page imports of the server only'],
    ['client/page/lab/planted.ts', '../../../bench/live/lab.ts', 'the page imports of the server only'],
    ['client/page/planted.ts', '../../bench/link/settings.ts', 'the page imports of the server only'],
    ['client/page/planted.ts', '../../bench/wire/connection.ts', 'the page imports of the server only'],
    ['client/page/planted.ts', '../../bench/report/html.ts', 'the page imports of the server only'],
    ['bench/wire/planted.ts', 'node:fs', 'a browser may load them'],
    ['bench/statistics/planted.ts', '../trial.ts', 'a browser may load them'],
    ['bench/report/types.ts', '../../server/feed.ts', 'a browser may load them'],
  ])('refuses that %s imports %s', (path, target, message) => {
    expect(lint(path, `import { planted } from '${target}'\nexport const used = planted\n`)).toContain(
      message,
    )
  })

  it.each([
    ['client/planted.ts', '../server/protocol.ts'],
    ['client/page/planted.ts', '../../server/protocol.ts'],
    ['client/page/planted.ts', '../subscribe.ts'],
    ['client/page/planted.ts', '../../bench/live/protocol.ts'],
    ['client/page/lab/planted.ts', '../../../bench/wire/books.ts'],
    ['client/page/planted.ts', '../../bench/theory/closed-form.ts'],
    ['client/page/planted.ts', '../../bench/theory/closed-form/polling.ts'],
    ['client/page/planted.ts', '../../bench/statistics/quantile.ts'],
    ['client/page/planted.ts', '../../bench/report/types.ts'],
    ['bench/wire/planted.ts', '../../server/protocol.ts'],
    ['bench/planted.ts', '../server/feed.ts'],
    ['bench/load/planted.ts', '../../client/subscribe.ts'],
  ])('lets %s import %s', (path, target) => {
    expect(lint(path, `import { planted } from '${target}'\nexport const used = planted\n`)).not.toContain(
      'noRestrictedImports',
    )
  })

  it('keeps Node’s types from what a browser loads', () => {
    const directory = temporaryDirectory()
    const planted = join(directory, 'planted.ts')
    writeFileSync(planted, 'process.exit(Buffer.byteLength("1"))\n')
    writeFileSync(
      join(directory, 'tsconfig.json'),
      JSON.stringify({
        extends: join(process.cwd(), 'client', 'tsconfig.json'),
        include: [planted],
        exclude: [],
      }),
    )
    const { status, stdout } = spawnSync(bin('tsc'), ['--noEmit', '--project', directory], {
      encoding: 'utf8',
    })
    expect(status).not.toBe(0)
    expect(stdout).toMatch(/planted\.ts.*Cannot find name 'process'/)
    expect(stdout).toMatch(/planted\.ts.*Cannot find name 'Buffer'/)
  })

  it('names no download address in the lock file', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved":')
  })
})

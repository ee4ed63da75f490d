import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const reference = 'results/reference'
let directory: string

/** Bundled here, so that the test needs no build before it. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'compare-'))
  await build({
    entryPoints: ['bench/compare.ts'],
    outfile: join(directory, 'compare.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  })
})
afterAll(() => rmSync(directory, { recursive: true }))

const compare = (...args: string[]) =>
  spawnSync(process.execPath, [join(directory, 'compare.mjs'), ...args], { encoding: 'utf8' })

describe('npm run compare', () => {
  it('prints Markdown and ends with 0', () => {
    const { status, stdout, stderr } = compare(reference, `${reference}/report.json`)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^## Two runs of Transport Lab compared\n/)
    expect(stdout).toMatch(/\*\*0 of \d+ metrics changed\*\*/)
  })

  it('reads a report.html, and says the same of it', () => {
    expect(compare(reference, `${reference}/report.html`).stdout).toBe(compare(reference, reference).stdout)
  })

  it('takes the first run for A', () => {
    const report = JSON.parse(readFileSync(`${reference}/report.json`, 'utf8'))
    const later = join(directory, 'later.json')
    writeFileSync(later, JSON.stringify({ ...report, seed: 4321 }))
    expect(compare(reference, later).stdout).toMatch(/\*\*B\*\* .* seed 4321,/)
    expect(compare(later, reference).stdout).toMatch(/\*\*A\*\* .* seed 4321,/)
  })

  it.each([[[]], [[reference]], [[reference, reference, reference]], [[reference, '--help']]])(
    'ends with 2 and one line for %j',
    args => {
      const { status, stdout, stderr } = compare(...args)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toMatch(/^compare: npm run compare -- A B takes two runs .*\n$/)
    },
  )

  it('ends with 1 and one line that names the file that it cannot read', () => {
    const broken = join(directory, 'broken.json')
    writeFileSync(broken, '{"schema":\n')
    for (const path of [broken, join(directory, 'missing')]) {
      const { status, stdout, stderr } = compare(reference, path)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr.startsWith(`compare: ${path}: `)).toBe(true)
      expect(stderr.split('\n')).toHaveLength(2)
    }
  })
})

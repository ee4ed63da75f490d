import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { buildDirectory } from '../processes.ts'

/** The most that all scripts of the page may be, each gzipped. */
const mostBytes = 150_000

describe('the built page', () => {
  it('has at most 150 kB of script, gzipped', () => {
    const page = join(buildDirectory(), 'page')
    const scripts = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter(name =>
      /\.m?js$/.test(name),
    )
    const sizes = scripts.map(name => gzipSync(readFileSync(join(page, name)), { level: 9 }).length)
    const listing = scripts.map((name, index) => `${sizes[index]} ${name}`).join('\n')
    expect(scripts.length).toBeGreaterThan(0)
    expect(
      sizes.reduce((sum, size) => sum + size, 0),
      listing,
    ).toBeLessThanOrEqual(mostBytes)
  })
})

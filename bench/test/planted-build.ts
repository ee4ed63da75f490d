import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type * as Esbuild from 'esbuild'
import type { BuildOptions, Plugin } from 'esbuild'
import { onTestFinished, vi } from 'vitest'

/** One place of the sources that is wrong in a build: in `file`, below the project's root, `text` reads `becomes`. */
export interface Fault {
  readonly file: string
  readonly text: string
  readonly becomes: string
}

/**
 * Runs the project's own build into a directory that goes with its test, with a fault in it or without, and resolves
 * to that. Rejects when the fault can't be planted: no bundle has its file, or its text isn't there exactly once.
 */
export async function buildBench(fault?: Fault): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'planted-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await furnish(root)
  const planted = new Set<string>()
  const plugins = fault ? [plant(fault, planted)] : []
  const real = await vi.importActual<typeof Esbuild>('esbuild')
  const build = (options: BuildOptions) =>
    real.build({ ...options, outdir: join(root, options.outdir!), logLevel: 'silent', plugins })
  // The script builds as it is imported.
  vi.resetModules()
  vi.doMock('esbuild', () => ({ ...real, build }))
  await import(resolve('.build.mjs'))
  if (fault && planted.size === 0) throw new Error(`${fault.file}: no bundle has it`)
  return join(root, '.build')
}

/** Puts into a root what bundles look for above themselves: its mark, the packages and the recording. */
async function furnish(root: string): Promise<void> {
  await writeFile(join(root, 'package.json'), '{"type":"module"}\n')
  await symlink(resolve('node_modules'), join(root, 'node_modules'))
  await mkdir(join(root, 'server'))
  await symlink(resolve('server', 'data'), join(root, 'server', 'data'))
}

/** Replaces the fault's text as its file is read, and notes that it did. */
function plant({ file, text, becomes }: Fault, planted: Set<string>): Plugin {
  return {
    name: 'planted fault',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== resolve(file)) return undefined
        const parts = (await readFile(path, 'utf8')).split(text)
        const found = parts.length - 1
        if (found !== 1) throw new Error(`${file}: expected once, found ${found} times: ${text}`)
        planted.add(path)
        return { contents: parts.join(becomes), loader: 'ts' }
      })
    },
  }
}

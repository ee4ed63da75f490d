import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LimitsReport } from '../limits/parts.ts'
import { soakShortfalls } from '../limits/soak/judge.ts'
import { stalledShortfalls } from '../limits/stalled/judge.ts'
import { buildBench, type Fault } from './planted-build.ts'
import { startCommand, temporaryDirectory } from './run-command.ts'

/** Runs one part of the limits at a small scale; resolves to how it ended, and to its report. */
async function runPart(name: 'stalled' | 'soak', scale: number, fault?: Fault) {
  const directory = await temporaryDirectory()
  const build = fault && (await buildBench(fault))
  const args = [name, '--scale', String(scale), '--seed', '3', '--out', directory]
  const command = startCommand('limits', args, build)
  const status = await command.ended
  const { parts }: LimitsReport = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))
  return {
    status,
    parts,
    output: command.output(),
    markdown: readFileSync(join(directory, 'report.md'), 'utf8'),
  }
}

describe('npm run limits -- stalled', () => {
  it('stalls readers whose gaps are right, while others read all', async () => {
    const { status, parts, output, markdown } = await runPart('stalled', 0.005)
    expect([status, parts.stalled!.status, parts.stalled!.reason]).toEqual([0, 'completed', null])
    const { pairs, sizes } = parts.stalled!.figures!
    expect(pairs).toHaveLength(2)
    // How fast and how large is for a longer run on a quiet machine; who came to what is certain.
    const certain = stalledShortfalls(pairs, sizes).filter(line => /minute \d/.test(line))
    expect(certain).toEqual([])
    for (const { stalled, unstalled } of pairs) {
      expect(stalled.released).toMatchObject({ readers: 12, right: 12 })
      expect(stalled.released!.lost).toBeGreaterThanOrEqual(12 * sizes.events)
      expect(unstalled.released).toBe(null)
    }
    expect(markdown).toContain('24 gaps with the right count')
    expect(output).toContain('stalled · pair 2 of 2')
  })

  it('finds a server that queues for who does not read', async () => {
    const { status, parts } = await runPart('stalled', 0.005, {
      file: 'server/follow.ts',
      text: '      if (blocked || !isOpen()) return\n      blocked = !socket.write(',
      becomes: '      if (!isOpen()) return\n      socket.write(',
    })
    expect(status).toBe(1)
    expect(parts.stalled!.reason).toMatch(/a stalled reader of \w+ was sent all \d+ events, and no gap/)
  })
})

describe('npm run limits -- soak', () => {
  it('finds nothing that is left when clients have come and gone', async () => {
    const { status, parts, markdown } = await runPart('soak', 0.004)
    expect([status, parts.soak!.status, parts.soak!.reason]).toEqual([0, 'completed', null])
    const { before, during, after, sizes } = parts.soak!.figures!
    const certain = soakShortfalls({ before, during, after }, sizes).filter(
      line => !/grew|looks|at once/.test(line),
    )
    expect(certain).toEqual([])
    expect(after!.load.tally.published).toBeGreaterThan(0)
    expect(after!.load.tally.retries).toBeGreaterThan(0)
    expect(during.some(({ subscribers }) => subscribers > 50)).toBe(true)
    expect(markdown).toContain('When all had left, every count was back')
  })

  it.each<[string, RegExp, Fault]>([
    [
      'a timer for each connection',
      /^server: Timeout: \d+ are left, where \d+ were$/,
      { file: 'server/follow.ts', text: '    clearInterval(heartbeat)\n', becomes: '' },
    ],
    [
      'a listener that keeps each socket',
      /^server: destroyed sockets that are still held: \d+ are left, where \d+ were$/,
      {
        file: 'server/connections.ts',
        text: "    socket.once('close', () => open.delete(socket))\n",
        becomes: "    process.on('exit', () => open.delete(socket))\n",
      },
    ],
  ])('finds a server that leaves %s', async (_, found, fault) => {
    const { parts } = await runPart('soak', 0.004, fault)
    const { before, during, after, sizes } = parts.soak!.figures!
    const shortfalls = soakShortfalls({ before, during, after }, sizes)
    expect(shortfalls).toContainEqual(expect.stringMatching(found))
  })
})

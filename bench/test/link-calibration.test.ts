import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { calibratedDelaysMs, measureLinkCalibration } from '../link/calibration.ts'
import { buildDirectory } from '../processes.ts'
import { isRunning } from './run-bench.ts'

describe('the calibration of the link', () => {
  it('exchanges messages at every delay: none early, lost or out of order, fresh connections charged', async () => {
    const { signal } = new AbortController()
    const calibrations = await measureLinkCalibration({ signal, scale: 0.05 })
    expect(calibrations.map(({ askedMs }) => askedMs)).toEqual(calibratedDelaysMs)
    for (const { askedMs, seenMs, achievedMs, freshMs, ...counts } of calibrations) {
      expect(counts).toMatchObject({ early: 0, lost: 0, reordered: 0 })
      expect(counts.sent).toBeGreaterThan(50)
      expect(seenMs.count).toBe(counts.sent)
      // The link may have read two messages at once; its own delay is a part of what is seen.
      expect(achievedMs.count).toBeGreaterThan(0)
      expect(achievedMs.count).toBeLessThanOrEqual(counts.sent)
      expect(achievedMs.min).toBeGreaterThanOrEqual(askedMs)
      expect(seenMs.min).toBeGreaterThanOrEqual(achievedMs.min!)
      expect(freshMs.count).toBeGreaterThanOrEqual(10)
      expect(freshMs.min).toBeGreaterThanOrEqual(4 * askedMs)
    }
  })

  it('ends with the reason of an abort', async () => {
    const before = measureLinkCalibration({ signal: AbortSignal.abort('before') })
    await expect(before).rejects.toBe('before')
    const abort = new AbortController()
    const meanwhile = measureLinkCalibration({ signal: abort.signal })
    abort.abort('meanwhile')
    await expect(meanwhile).rejects.toBe('meanwhile')
  })

  it('as a command ends on Ctrl-C, with its processes', async () => {
    const child = spawn(process.execPath, [join(buildDirectory(), 'link.js'), '--calibrate'])
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    const children = () =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    await expect.poll(() => children().length).toBe(3)
    const pids = children().map(Number)
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })
})

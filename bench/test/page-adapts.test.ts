import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { cutOffIn } from './page/cut-off.ts'
import { useLab } from './page/lab-page.ts'
import { quantile, untilAllDeliver } from './page/reading.ts'
import { bring, openFolds, stands } from './page/views.ts'

const lab = useLab()

describe('at 320 px', () => {
  it.each(['en', 'ko'])(
    'nothing is cut off in %s, and only what can be scrolled by keys is wider',
    async lang => {
      const viewport = { width: 320, height: 640 }
      const { page } = await lab.open({ lang, interval: 200, hold: 120 }, { viewport })
      await untilAllDeliver(page, 3)
      for (const stand of stands) {
        await bring(page, stand)
        await openFolds(page)
        expect([stand, ...(await cutOffIn(page))]).toEqual([stand])
      }
    },
  )
})

/** When the newest part of the ladder's picture changed over so long, in milliseconds. */
async function changesOf(page: Page, forMs: number): Promise<readonly number[]> {
  return await page.evaluate(async untilMs => {
    const canvas = document.querySelector<HTMLCanvasElement>('.ladder-picture canvas')!
    const pen = canvas.getContext('2d')!
    const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
    const band = () => new Uint32Array(pen.getImageData(0, canvas.height * 0.8, canvas.width, 40).data.buffer)
    const changes: number[] = []
    const beganMs = await frame()
    for (let before = band(), nowMs = beganMs; nowMs < beganMs + untilMs; nowMs = await frame()) {
      const now = band()
      if (now.some((pixel, index) => pixel !== before[index])) changes.push(nowMs - beganMs)
      before = now
    }
    return changes
  }, forMs)
}

describe('the ladder', () => {
  it('steps once a second for whom motion disturbs', async () => {
    const { page } = await lab.open({ rate: 20, interval: 200 }, { reducedMotion: 'reduce' })
    await untilAllDeliver(page, 3)
    const changes = await changesOf(page, 5_000)
    expect(changes.length).toBeGreaterThanOrEqual(4)
    expect(changes.length).toBeLessThanOrEqual(6)
    const steps = changes.slice(1).map((atMs, index) => atMs - changes[index]!)
    expect(quantile(steps, 0.5) / 1_000).toBeCloseTo(1, 0)
  })

  it('moves on for all others', async () => {
    const { page } = await lab.open({ rate: 20, interval: 200 }, { reducedMotion: 'no-preference' })
    await untilAllDeliver(page, 3)
    expect((await changesOf(page, 2_000)).length).toBeGreaterThan(8)
  })
})

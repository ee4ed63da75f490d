import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { palettes } from './chart-look.ts'
import { Chart } from './chart-parts.ts'
import type { ChartName, Theme } from './chart-texts.ts'
import { chartMakers } from './charts.ts'
import type { Summary } from './types.ts'

/** A picture's size in CSS pixels. */
export const pictureSize = { width: 800, height: 420 } as const

/** Device pixels a CSS pixel. */
export const pixelRatio = 2

/** The font's files by family: a subset each, since a canvas looks for a glyph in the next family, not the next file. */
const fonts = { 'Report Latin': 'latin', 'Report Hangul': 'korean' } as const
const weights = [400, 700] as const
const fontFamily = Object.keys(fonts)
  .map(family => `'${family}'`)
  .join(', ')

/** A chart of a scenario's cells as a PNG of 1600 × 840 pixels; its text needs no font of the machine. */
export function drawPicture(chart: ChartName, summaries: readonly Summary[], theme: Theme): Buffer {
  registerFonts()
  const { width, height } = pictureSize
  const canvas = createCanvas(width, height)
  const { options, ...config } = chartMakers[chart](summaries, { theme, fontFamily })
  const drawn = new Chart(canvas as unknown as HTMLCanvasElement, {
    ...config,
    options: { ...options, responsive: false, animation: false, devicePixelRatio: pixelRatio },
    plugins: [...(config.plugins ?? []), backdrop(palettes[theme].background)],
  })
  const png = canvas.toBuffer('image/png')
  drawn.destroy()
  return png
}

function backdrop(color: string) {
  return {
    id: 'backdrop',
    beforeDraw({ ctx, width, height }: Chart) {
      ctx.save()
      ctx.fillStyle = color
      ctx.fillRect(0, 0, width, height)
      ctx.restore()
    },
  }
}

function registerFonts(): void {
  const { resolve } = createRequire(import.meta.url)
  for (const [family, subset] of Object.entries(fonts)) {
    if (GlobalFonts.has(family)) continue
    for (const weight of weights) {
      const file = `@fontsource/noto-sans-kr/files/noto-sans-kr-${subset}-${weight}-normal.woff2`
      if (GlobalFonts.registerFromPath(resolve(file), family) === null)
        throw new Error(`cannot load the font ${file}`)
    }
  }
}

import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { type ChartName, chartNames, chartTexts, type Theme, themes } from './chart-texts.ts'
import { drawPicture, pictureSize, pixelRatio } from './pictures.ts'
import { reportFixture } from './test/fixture.ts'

const { summary } = reportFixture()
const combinations = chartNames.flatMap(chart => themes.map(theme => [chart, theme] as const))

/** The part that holds the title, in CSS pixels. */
const title = { x: 10, y: 12, width: 240, height: 22 }

async function pixelsOf(png: Buffer, area = title): Promise<readonly string[]> {
  const image = await loadImage(png)
  const canvas = createCanvas(image.width, image.height)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const [x, y, width, height] = [area.x, area.y, area.width, area.height].map(side => side * pixelRatio) as [
    number,
    number,
    number,
    number,
  ]
  const { data } = context.getImageData(x, y, width, height)
  return Array.from({ length: data.length / 4 }, (_, index) => data.slice(index * 4, index * 4 + 3).join())
}

async function inkShare(chart: ChartName, theme: Theme): Promise<number> {
  const pixels = await pixelsOf(drawPicture(chart, summary, theme))
  return pixels.filter(pixel => pixel !== pixels[0]).length / pixels.length
}

describe('pictures', () => {
  it.each(combinations)('draw %s on %s at twice 800 × 420', async (chart, theme) => {
    const image = await loadImage(drawPicture(chart, summary, theme))
    expect([image.width, image.height]).toEqual([pictureSize.width * 2, pictureSize.height * 2])
  })

  it.each(combinations)('write the title of %s on %s', async (chart, theme) => {
    expect(await inkShare(chart, theme)).toBeGreaterThan(0.05)
  })

  it('write with the font that they bring, not with one of the machine', async () => {
    const pixels = await pixelsOf(drawPicture('bytes', summary, 'light'))
    const width = title.width * pixelRatio
    const right = Math.max(...pixels.map((pixel, index) => (pixel === pixels[0] ? 0 : index % width)))
    const left = Math.min(...pixels.map((pixel, index) => (pixel === pixels[0] ? width : index % width)))
    expect(Math.abs(right - left - notoWidth(chartTexts.bytes.title))).toBeLessThan(6)
  })
})

/** How wide Noto Sans KR's bold letters set a text at 16 CSS pixels, in device pixels. */
function notoWidth(text: string): number {
  const { resolve } = createRequire(import.meta.url)
  const file = resolve('@fontsource/noto-sans-kr/files/noto-sans-kr-latin-700-normal.woff2')
  GlobalFonts.registerFromPath(file, 'Expected Face')
  const context = createCanvas(1, 1).getContext('2d')
  context.font = `bold ${16 * pixelRatio}px 'Expected Face'`
  return context.measureText(text).width
}

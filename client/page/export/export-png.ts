import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { download, fileName } from './download.ts'

const captionPx = 36

/** A line of the columns' heads. */
const linePx = 20

/** Saves the ladder as it stands, under a line that says what it shows; throws where no ladder is in the page. */
export async function exportPng(context: PageContext): Promise<void> {
  const ladder = document.querySelector<HTMLCanvasElement>('.ladder-picture canvas')
  if (ladder === null || ladder.width === 0) throw new Error(context.text('results.noLadder'))
  const when = new Date()
  const picture = withCaption(ladder, captionOf(context, when))
  const content = await new Promise<Blob | null>(resolve => picture.toBlob(resolve, 'image/png'))
  if (content === null) throw new Error('canvas.toBlob gave no PNG')
  download(fileName(when, 'png'), content)
}

function captionOf({ store, text }: PageContext, when: Date): string {
  const { settings, server, language } = store.get()
  const { kind, eventsPerSecond: rate } = settings.feed
  return text('results.pngCaption', {
    where: server === 'replay' ? `${text('shell.name')}: ${text('results.replayMark')}` : text('shell.name'),
    feed: text(`controls.${kind}`),
    rate,
    rtt: settings.link.rttMs,
    when: when.toLocaleString(language),
  })
}

/** Copied at once, with the names and figures that stand above it: the next frame draws over the ladder. */
function withCaption(ladder: HTMLCanvasElement, caption: string): HTMLCanvasElement {
  const style = getComputedStyle(document.documentElement)
  const ratio = ladder.clientWidth > 0 ? ladder.width / ladder.clientWidth : 1
  const px = (value: number) => Math.round(value * ratio)
  const top = px(captionPx + 2 * linePx)
  const picture = element('canvas', { width: ladder.width, height: ladder.height + top })
  const pen = picture.getContext('2d')
  if (pen === null) throw new Error('the browser gives no 2D canvas')
  pen.fillStyle = style.getPropertyValue('--ground')
  pen.fillRect(0, 0, picture.width, picture.height)
  pen.fillStyle = style.getPropertyValue('--ink')
  pen.textBaseline = 'middle'
  pen.font = `${px(14)}px ${style.fontFamily}`
  pen.fillText(caption, px(12), px(captionPx / 2), picture.width - px(24))
  const left = ladder.getBoundingClientRect().left
  for (const { name, figures, leftPx, widthPx } of headsOf(document)) {
    const [x, width] = [px(leftPx - left + 10), px(widthPx - 20)]
    pen.font = `bold ${px(14)}px ${style.fontFamily}`
    pen.fillText(name, x, px(captionPx + linePx / 2), width)
    pen.font = `${px(12)}px ${style.fontFamily}`
    pen.fillText(figures, x, px(captionPx + 1.5 * linePx), width)
  }
  pen.drawImage(ladder, 0, top)
  return picture
}

/** The heads of the columns as they stand in the page. */
function headsOf(page: ParentNode) {
  return [...page.querySelectorAll<HTMLElement>('.ladder-head')].map(head => {
    const { left, width } = head.getBoundingClientRect()
    const figures = [...head.querySelectorAll<HTMLElement>('dl > div')].map(figure =>
      [figure.querySelector('dd'), figure.querySelector('dt')]
        .map(part => part?.textContent?.trim())
        .join(' '),
    )
    const name = head.querySelector('h3')?.textContent ?? ''
    return { name, figures: figures.join(' · '), leftPx: left, widthPx: width }
  })
}

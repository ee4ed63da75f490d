import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { download, fileName } from './download.ts'

const captionPx = 36

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

/** Copied at once: the next frame draws over the ladder. */
function withCaption(ladder: HTMLCanvasElement, caption: string): HTMLCanvasElement {
  const style = getComputedStyle(document.documentElement)
  const ratio = ladder.clientWidth > 0 ? ladder.width / ladder.clientWidth : 1
  const top = Math.round(captionPx * ratio)
  const picture = element('canvas', { width: ladder.width, height: ladder.height + top })
  const pen = picture.getContext('2d')
  if (pen === null) throw new Error('the browser gives no 2D canvas')
  pen.fillStyle = style.getPropertyValue('--ground')
  pen.fillRect(0, 0, picture.width, picture.height)
  pen.fillStyle = style.getPropertyValue('--ink')
  pen.font = `${Math.round(14 * ratio)}px ${style.fontFamily}`
  pen.textBaseline = 'middle'
  pen.fillText(caption, Math.round(12 * ratio), top / 2, picture.width - Math.round(24 * ratio))
  pen.drawImage(ladder, 0, top)
  return picture
}

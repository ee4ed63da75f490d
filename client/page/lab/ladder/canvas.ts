import type { TransportName } from '../../../../server/protocol.ts'
import type { PageContext, Panel } from '../../context.ts'
import { element } from '../../element.ts'
import { pictureOf } from '../picture.ts'
import { createHeads } from './heads.ts'
import { arrowAt } from './hit.ts'
import { layoutLadder } from './layout.ts'
import { createPainter } from './painter.ts'
import { readPalette } from './palette.ts'
import { type LadderView, pixelsPerMsOf } from './view.ts'
import { ladderWordsOf, usualSpanSeconds, viewOfFrame } from './window.ts'

/** More device pixels than two a CSS pixel cost time and are not seen. */
const mostDevicePixels = 2

/** The name of the mark that the page's timeline has of the first drawing. */
const firstDrawing = 'ladder'

const ratioOf = () => Math.min(mostDevicePixels, devicePixelRatio)

/** The picture and what it can be told. */
export interface CanvasPanel extends Panel {
  showColumn(transport: TransportName): void
  showSpan(spanMs: number): void
}

/** Creates the columns' heads and the canvas below: draws each frame while it is in sight, and chooses the arrow under the pointer. */
export function createCanvasPanel(context: PageContext): CanvasPanel {
  const { store, trace, text } = context
  const picture = pictureOf(context)
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': text('lab.ladderPicture'),
    title: text('lab.keyChoose'),
  })
  const heads = createHeads(context)
  // On a narrow screen it scrolls, and a keyboard must come to what scrolls.
  const frame = element(
    'div',
    { class: 'ladder-picture', tabindex: 0, role: 'group', 'aria-label': text('lab.ladder') },
    heads.element,
    canvas,
  )
  const pen = canvas.getContext('2d', { alpha: false })
  if (pen === null) throw new Error('the browser gives no 2D canvas')
  const painter = createPainter(pen, ratioOf)
  const motion = matchMedia('(prefers-reduced-motion: reduce)')
  const words = ladderWordsOf(text)
  const shown = {
    spanMs: usualSpanSeconds * 1000,
    tab: 'polling' as TransportName,
    hovered: null as number | null,
  }
  const size = { panelPx: 0, height: 0 }
  let palette = readPalette(frame)
  let view: LadderView | null = null
  let columns = ''
  let restsUntilMs = 0
  let request = 0

  /** Time goes on by device pixels, so that what is settled moves as it stands; with reduced motion by seconds. */
  function viewAt(nowMs: number): LadderView {
    const seen = viewOfFrame(store.get(), { ...shown, ...size, nowMs, reducedMotion: motion.matches, words })
    if (motion.matches) return seen
    const stepMs = 1 / (pixelsPerMsOf(seen) * ratioOf())
    const lateMs = seen.toMs % stepMs
    return { ...seen, fromMs: seen.fromMs - lateMs, toMs: seen.toMs - lateMs, sinceMs: seen.sinceMs - lateMs }
  }

  function resize({ width, height, columns: names }: LadderView): void {
    if (names.join() !== columns) heads.show(names)
    columns = names.join()
    const ratio = ratioOf()
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width === across && canvas.height === down) return
    canvas.width = across
    canvas.height = down
    canvas.style.width = `${width}px`
    painter.forget()
  }

  /** Drawing rests as long as it took, because the sessions that are measured run on the same thread. */
  function draw(frameMs: number): void {
    request = requestAnimationFrame(draw)
    if (frameMs < restsUntilMs || size.panelPx === 0) return
    const beganMs = performance.now()
    if (view === null) performance.mark(firstDrawing)
    const { trace: known, nowMs } = picture()
    view = viewAt(nowMs)
    resize(view)
    painter.paint({ trace: known, view, palette }, motion.matches)
    const endMs = performance.now()
    restsUntilMs = 2 * endMs - beganMs
  }

  const endings = [
    followPointer(canvas, {
      at: (x, y) => (view && arrowAt(layoutLadder(picture().trace, view), x, y)?.id) ?? null,
      hover(id) {
        shown.hovered = id
        canvas.style.cursor = id === null ? '' : 'pointer'
      },
      choose: id => store.set({ chosen: id }),
    }),
    trace.subscribe(painter.touch),
    followLook(frame, canvas, () => {
      palette = readPalette(frame)
      size.panelPx = frame.clientWidth
      size.height = canvas.clientHeight
    }),
    whileInSight(frame, inSight => {
      cancelAnimationFrame(request)
      if (inSight) request = requestAnimationFrame(draw)
    }),
    () => cancelAnimationFrame(request),
    heads.destroy,
  ]
  return {
    element: frame,
    showColumn(transport) {
      shown.tab = transport
    },
    showSpan(spanMs) {
      shown.spanMs = spanMs
    },
    destroy() {
      for (const end of endings) end()
    },
  }
}

/** What is done with the arrow under the pointer, by its id; null for none. */
interface Pointing {
  at(x: number, y: number): number | null
  hover(id: number | null): void
  choose(id: number | null): void
}

function followPointer(canvas: HTMLCanvasElement, { at, hover, choose }: Pointing): () => void {
  const listening = new AbortController()
  const { signal } = listening
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => hover(at(offsetX, offsetY)), { signal })
  canvas.addEventListener('pointerleave', () => hover(null), { signal })
  canvas.addEventListener('click', ({ offsetX, offsetY }) => choose(at(offsetX, offsetY)), { signal })
  return () => listening.abort()
}

/** Calls when the theme, a font or a size has changed, and once at first. */
function followLook(frame: Element, canvas: Element, changed: () => void): () => void {
  const themes = new MutationObserver(changed)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const sizes = new ResizeObserver(changed)
  for (const each of [frame, canvas]) sizes.observe(each)
  document.fonts.addEventListener('loadingdone', changed)
  return () => {
    document.fonts.removeEventListener('loadingdone', changed)
    themes.disconnect()
    sizes.disconnect()
  }
}

function whileInSight(frame: Element, render: (inSight: boolean) => void): () => void {
  const sight = new IntersectionObserver(([entry]) => render(entry?.isIntersecting ?? false))
  sight.observe(frame)
  return () => sight.disconnect()
}

import type { TransportName } from '../../../../server/protocol.ts'
import type { PageContext, Panel } from '../../context.ts'
import { element } from '../../element.ts'
import { pictureOf } from '../picture.ts'
import { drawLadder } from './draw.ts'
import { arrowAt } from './hit.ts'
import { layoutLadder } from './layout.ts'
import { readPalette } from './palette.ts'
import type { LadderShapes } from './shapes.ts'
import { type LadderView, pixelsPerMsOf } from './view.ts'
import { ladderWordsOf, viewOfFrame } from './window.ts'

const noShapes: LadderShapes = { lanes: [], hairlines: [], outages: [] }

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

/** Creates the canvas: draws each frame while it is in sight, and chooses the arrow under the pointer. */
export function createCanvasPanel(context: PageContext): CanvasPanel {
  const { store, text } = context
  const picture = pictureOf(context)
  const canvas = element('canvas', { role: 'img', 'aria-label': text('lab.ladderPicture') })
  // On a narrow screen it scrolls, and a keyboard must come to what scrolls.
  const frame = element(
    'div',
    { class: 'ladder-picture', tabindex: 0, role: 'group', 'aria-label': text('lab.ladder') },
    canvas,
  )
  const pen = canvas.getContext('2d', { alpha: false })
  const motion = matchMedia('(prefers-reduced-motion: reduce)')
  const words = ladderWordsOf(text)
  const shown = { spanMs: 8000, tab: 'polling' as TransportName, hovered: null as number | null }
  const size = { panelPx: 0, height: 520 }
  const listening = new AbortController()
  let palette = readPalette(frame)
  let shapes = noShapes
  let drawnStep = Number.NaN
  let restsUntilMs = 0
  let request = 0
  let stale = true

  function resize(width: number): void {
    const ratio = ratioOf()
    const [across, down] = [Math.round(width * ratio), Math.round(size.height * ratio)]
    if (canvas.width === across && canvas.height === down) return
    canvas.width = across
    canvas.height = down
    canvas.style.width = `${width}px`
    canvas.style.height = `${size.height}px`
    pen?.setTransform(ratio, 0, 0, ratio, 0, 0)
  }

  /** What a picture shows besides the trace, as far as a device pixel can tell. */
  function stepOf(view: LadderView, still: boolean): number {
    return still ? view.toMs : Math.round(view.toMs * pixelsPerMsOf(view) * ratioOf())
  }

  /** Drawing rests as long as it took, because the sessions that are measured run on the same thread. */
  function draw(frameMs: number): void {
    request = requestAnimationFrame(draw)
    if (frameMs < restsUntilMs) return
    const state = store.get()
    const { trace, nowMs } = picture()
    const view = viewOfFrame(state, { ...shown, ...size, nowMs, reducedMotion: motion.matches, words })
    const step = stepOf(view, state.paused || motion.matches)
    if (size.panelPx === 0 || pen === null || (step === drawnStep && !stale)) return
    const beganMs = performance.now()
    if (Number.isNaN(drawnStep)) performance.mark(firstDrawing)
    drawnStep = step
    stale = false
    resize(view.width)
    shapes = layoutLadder(trace, view)
    drawLadder(pen, shapes, view, palette)
    const endMs = performance.now()
    restsUntilMs = 2 * endMs - beganMs
  }

  const redraw = () => {
    stale = true
  }
  const under = ({ offsetX, offsetY }: MouseEvent) => arrowAt(shapes, offsetX, offsetY)?.id ?? null
  const hover = (id: number | null) => {
    if (id === shown.hovered) return
    shown.hovered = id
    canvas.style.cursor = id === null ? '' : 'pointer'
    redraw()
  }
  const { signal } = listening
  canvas.addEventListener('pointermove', event => hover(under(event)), { signal })
  canvas.addEventListener('pointerleave', () => hover(null), { signal })
  canvas.addEventListener('click', event => store.set({ chosen: under(event) }), { signal })
  motion.addEventListener('change', redraw, { signal })

  const repaint = () => {
    palette = readPalette(frame)
    redraw()
  }
  const themes = new MutationObserver(repaint)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const sizes = new ResizeObserver(() => {
    size.panelPx = frame.clientWidth
    repaint()
  })
  sizes.observe(frame)
  const sight = new IntersectionObserver(([entry]) => {
    cancelAnimationFrame(request)
    if (entry?.isIntersecting) request = requestAnimationFrame(draw)
  })
  sight.observe(frame)
  const end = store.subscribe(redraw)

  return {
    element: frame,
    showColumn(transport) {
      shown.tab = transport
      redraw()
    },
    showSpan(spanMs) {
      shown.spanMs = spanMs
      redraw()
    },
    destroy() {
      cancelAnimationFrame(request)
      listening.abort()
      end()
      for (const observer of [themes, sizes, sight]) observer.disconnect()
    },
  }
}

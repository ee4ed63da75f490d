import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import type { TraceView } from '../../context.ts'
import { drawLadder } from '../ladder/draw.ts'
import { layoutLadder } from '../ladder/layout.ts'
import type { LadderPalette } from '../ladder/palette.ts'
import type { Pen } from '../ladder/pen.ts'
import type { LadderView, LadderWords } from '../ladder/view.ts'

const fonts = { 'Ladder Latin': 'latin', 'Ladder Hangul': 'korean' } as const

/** The page's colours in both themes. */
export const ladderPalettes: Readonly<Record<'light' | 'dark', LadderPalette>> = {
  light: {
    ground: '#ffffff',
    ink: '#1b1f24',
    muted: '#5b6470',
    line: '#dfe3e8',
    accent: '#1D6FD0',
    transports: {
      polling: '#B45309',
      'long-polling': '#6B2F7E',
      streaming: '#0F8A6A',
      sse: '#0F8A6A',
      websocket: '#1D6FD0',
    },
    fontFamily: "'Ladder Latin', 'Ladder Hangul'",
  },
  dark: {
    ground: '#0f1115',
    ink: '#e8eaed',
    muted: '#9aa4b2',
    line: '#2b3038',
    accent: '#5AA9FF',
    transports: {
      polling: '#FF8A3D',
      'long-polling': '#F5C7E3',
      streaming: '#12B886',
      sse: '#12B886',
      websocket: '#5AA9FF',
    },
    fontFamily: "'Ladder Latin', 'Ladder Hangul'",
  },
}

/** The English words of a picture. */
export const ladderWords: LadderWords = {
  client: 'client',
  server: 'server',
  now: 'now',
  empty: 'empty',
  publish: 'publish',
  reset: 'reset',
  held: 'held',
  gap: 'gap',
  newLog: 'new log',
  waiting: (count, age) => `${count} waiting, ${age}`,
  events: count => `${count} events`,
}

/** A view of five columns on 1280 × 520 pixels, from 2 s to 10 s, over a link of 100 ms. */
export function ladderView(change: Partial<LadderView> = {}): LadderView {
  return {
    width: 1280,
    height: 520,
    fromMs: 2000,
    toMs: 10_000,
    sinceMs: change.fromMs ?? 2000,
    columns: ['polling', 'long-polling', 'streaming', 'sse', 'websocket'],
    publishes: null,
    oneWayMs: 50,
    lostAfterMs: 1300,
    chosen: null,
    hovered: null,
    words: ladderWords,
    ...change,
  }
}

/** Draws a view of a trace as a PNG, two device pixels a CSS pixel. */
export function ladderPicture(trace: TraceView, view: LadderView, theme: 'light' | 'dark'): Buffer {
  registerFonts()
  const canvas = createCanvas(view.width * 2, view.height * 2)
  const pen = canvas.getContext('2d')
  pen.scale(2, 2)
  drawLadder(pen as unknown as Pen, layoutLadder(trace, view), view, ladderPalettes[theme])
  return canvas.toBuffer('image/png')
}

function registerFonts(): void {
  const { resolve } = createRequire(import.meta.url)
  for (const [family, subset] of Object.entries(fonts)) {
    if (GlobalFonts.has(family)) continue
    for (const weight of [400, 700]) {
      GlobalFonts.registerFromPath(
        resolve(`@fontsource/noto-sans-kr/files/noto-sans-kr-${subset}-${weight}-normal.woff2`),
        family,
      )
    }
  }
}

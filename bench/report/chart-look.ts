import type { PointStyle } from 'chart.js'
import type { TransportName } from '../../server/protocol.ts'
import type { ByteCategory } from '../wire/books.ts'
import type { Theme } from './chart-texts.ts'

/** Where a chart is drawn. */
export interface Look {
  readonly theme: Theme
  /** A CSS font family list. */
  readonly fontFamily: string
}

/** The colours of one theme; text is always ink. */
export interface Palette {
  readonly background: string
  readonly ink: string
  readonly grid: string
  readonly transports: Readonly<Record<TransportName, string>>
  readonly categories: Readonly<Record<ByteCategory, string>>
  /** Requests that brought events, and those that brought none. */
  readonly answered: string
  readonly empty: string
}

/** Every theme's colours. */
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    ink: '#1b1f24',
    grid: '#dfe3e8',
    transports: {
      polling: '#B45309',
      'long-polling': '#6B2F7E',
      streaming: '#0F8A6A',
      sse: '#A87B00',
      websocket: '#1D6FD0',
    },
    categories: { head: '#3B4656', framing: '#C2417F', envelope: '#B98A00', payload: '#7F92AB' },
    answered: '#4C6A8F',
    empty: '#C9792F',
  },
  dark: {
    background: '#0f1115',
    ink: '#e8eaed',
    grid: '#2b3038',
    transports: {
      polling: '#FF8A3D',
      'long-polling': '#F5C7E3',
      streaming: '#12B886',
      sse: '#FFE066',
      websocket: '#5AA9FF',
    },
    categories: { head: '#AEBBD0', framing: '#F06BA8', envelope: '#F2C230', payload: '#6A7C96' },
    answered: '#8FB2DC',
    empty: '#B4672B',
  },
}

/** How a transport's line differs from the others besides its colour. */
export interface Stroke {
  readonly pointStyle: PointStyle
  readonly dash: readonly number[]
  /** CSS pixels. Lines that often lie on each other differ, so that the lower shows. */
  readonly width: number
}

/** Every transport's line. */
export const strokes: Readonly<Record<TransportName, Stroke>> = {
  polling: { pointStyle: 'circle', dash: [], width: 2 },
  'long-polling': { pointStyle: 'rect', dash: [10, 4], width: 2 },
  streaming: { pointStyle: 'triangle', dash: [], width: 6 },
  sse: { pointStyle: 'rectRot', dash: [6, 4], width: 3.5 },
  websocket: { pointStyle: 'crossRot', dash: [2, 3], width: 1.75 },
}

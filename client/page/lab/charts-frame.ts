import type { PointStyle } from 'chart.js'
import type { TransportName } from '../../../server/protocol.ts'
import type { LadderPalette } from './ladder/palette.ts'

/** How a transport's line differs from the others besides its colour; lines that lie on each other differ in width. */
export const strokes: Readonly<
  Record<
    TransportName,
    { readonly pointStyle: PointStyle; readonly dash: readonly number[]; readonly width: number }
  >
> = {
  polling: { pointStyle: 'circle', dash: [], width: 2 },
  'long-polling': { pointStyle: 'rect', dash: [10, 4], width: 2 },
  streaming: { pointStyle: 'triangle', dash: [], width: 5 },
  sse: { pointStyle: 'rectRot', dash: [6, 4], width: 3 },
  websocket: { pointStyle: 'crossRot', dash: [2, 3], width: 1.75 },
}

/** What both charts share: ink, no animation, a legend below. */
export function frame({ ink, fontFamily }: LadderPalette) {
  const font = { family: fontFamily, size: 12 }
  return {
    animation: false,
    maintainAspectRatio: false,
    color: ink,
    font,
    plugins: {
      legend: {
        position: 'bottom',
        labels: { color: ink, usePointStyle: true, boxWidth: 10, boxHeight: 10, font },
      },
    },
  } as const
}

/** An axis in ink with a title. */
export function axis(title: string, { ink, line, fontFamily }: LadderPalette) {
  const font = { family: fontFamily, size: 12 }
  return {
    title: { display: title !== '', text: title, color: ink, font },
    ticks: { color: ink, autoSkip: false, maxRotation: 0, font },
    grid: { color: line },
    border: { color: ink },
  } as const
}

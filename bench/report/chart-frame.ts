import type { ChartOptions } from 'chart.js'
import { type Look, palettes } from './chart-look.ts'

/** What all charts share: title, subtitle, legend, ink, no animation. */
export function frame(title: string, subtitle: string, { theme, fontFamily }: Look) {
  const { ink } = palettes[theme]
  return {
    animation: false,
    maintainAspectRatio: false,
    color: ink,
    font: { family: fontFamily, size: 13 },
    layout: { padding: { top: 14, right: 22, bottom: 10, left: 12 } },
    plugins: {
      title: { ...heading(title, ink), padding: 0, font: { family: fontFamily, size: 16, weight: 'bold' } },
      subtitle: {
        ...heading(subtitle, ink),
        padding: { top: 4, bottom: 18 },
        font: { family: fontFamily, size: 13 },
      },
      legend: {
        position: 'bottom',
        labels: {
          color: ink,
          usePointStyle: true,
          boxWidth: 10,
          boxHeight: 10,
          padding: 16,
          font: { family: fontFamily, size: 13 },
        },
      },
    },
  } as const satisfies ChartOptions
}

function heading(text: string, color: string) {
  return { display: true, text, color, align: 'start' } as const
}

/** An axis in the theme's ink, its title in words with the unit. */
export function axis(title: string, { theme, fontFamily }: Look) {
  const { ink, grid } = palettes[theme]
  return {
    title: { display: title !== '', text: title, color: ink, font: { family: fontFamily, size: 13 } },
    ticks: { color: ink, autoSkip: false, maxRotation: 0, font: { family: fontFamily, size: 13 } },
    grid: { color: grid },
    border: { color: ink },
  } as const
}

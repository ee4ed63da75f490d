import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./colours.css', import.meta.url), 'utf8')

/** The colours of the rule with this selector, `#rrggbb` by name. */
function coloursOf(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`colours.css has no rule for ${selector}`)
  const rule = css.slice(start).split('}')[0] as string
  return new Map(
    [...rule.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(match => [match[1] as string, match[2] as string]),
  )
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(index => {
    const share = Number.parseInt(colour.slice(index, index + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['ground', 'panel', 'wash']
const transports = ['polling', 'long-polling', 'streaming', 'sse', 'websocket']

describe.each([
  ['light', ':root'],
  ['dark', ':root[data-theme="dark"]'],
])('the %s colours', (_, selector) => {
  const colours = coloursOf(selector)
  const ratio = (one: string, other: string) =>
    contrast(colours.get(one) as string, colours.get(other) as string)
  const below = (least: number, fronts: readonly string[], backs: readonly string[]) =>
    fronts.flatMap(front =>
      backs.filter(back => !(ratio(front, back) >= least)).map(back => `${front} on ${back}`),
    )

  it('give text 4.5:1 on whatever it stands (WCAG 1.4.3)', () => {
    expect(below(4.5, ['ink', 'muted', 'wrong', 'accent'], grounds)).toEqual([])
    expect(below(4.5, ['on-accent'], ['accent'])).toEqual([])
  })

  it('give the edges of controls and the transports’ marks 3:1 (WCAG 1.4.11)', () => {
    expect(below(3, ['edge', ...transports], grounds)).toEqual([])
  })
})

describe('both themes', () => {
  it('have the same colours', () => {
    expect([...coloursOf(':root[data-theme="dark"]').keys()]).toEqual([...coloursOf(':root').keys()])
  })
})

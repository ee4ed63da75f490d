import type { Page } from 'playwright-core'

/** What Tab came to. */
export interface Stops {
  /** How many. */
  readonly count: number
  /** Those whose focus is not seen: no outline, or out of sight. */
  readonly unseen: readonly string[]
  /** What can be used with a pointer, and Tab does not come to. */
  readonly missed: readonly string[]
}

/** More than any view has. */
const mostStops = 400

declare global {
  interface Window {
    /** What {@link tabThrough} came to: its name, and the grid or table in which arrow keys lead on from it. */
    stops: Map<Element, { readonly name: string; readonly isSeen: boolean; readonly group: Element | null }>
  }
}

/** Goes through the page by Tab alone, from its first stop until the focus leaves the document. */
export async function tabThrough(page: Page): Promise<Stops> {
  await page.evaluate(() => {
    window.stops = new Map()
    // Where the focus was is where Tab goes on from; the skip link is the first.
    document.querySelector<HTMLElement>('.skip')!.focus()
  })
  // A focus that a script has set after a click is not shown.
  for (const key of ['Tab', 'Shift+Tab']) await page.keyboard.press(key)
  for (let count = 0; await page.evaluate(takeStop); count += 1) {
    if (count > mostStops) throw new Error(`Tab does not leave the page after ${mostStops} stops`)
    await page.keyboard.press('Tab')
  }
  return await page.evaluate(judgeStops)
}

/** In the page: notes what has the focus; false when nothing has, or it has had it. */
function takeStop(): boolean {
  const focused = document.activeElement
  if (focused === null || focused === document.body || window.stops.has(focused)) return false
  const outlined = (element: Element | null) => {
    if (element === null) return false
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element)
    return outlineStyle !== 'none' && outlineWidth !== '0px' && opacity !== '0'
  }
  const { top, bottom, left, right } = focused.getBoundingClientRect()
  const isInSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  // A radio button of a choice is not seen itself, but the word behind it.
  const isSeen = isInSight && (outlined(focused) || outlined(focused.nextElementSibling))
  const { id, className, tagName } = focused
  const words = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
  const name = `${tagName.toLowerCase()} ${id || className} ${words.trim().slice(0, 30)}`
  window.stops.set(focused, { name, isSeen, group: focused.closest('[role=grid], tbody') })
  return true
}

/** In the page: what {@link takeStop} noted, beside all that can be used. */
function judgeStops(): Stops {
  const { stops } = window
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true })
  const isReached = (element: Element) => {
    if (stops.has(element)) return true
    // Of a group of radio buttons, and of a grid or a table with arrow keys, one is a stop.
    if (element instanceof HTMLInputElement && element.type === 'radio')
      return [...stops.keys()].some(stop => stop instanceof HTMLInputElement && stop.name === element.name)
    const around = element.closest('[role=grid], tbody')
    return around !== null && [...stops.values()].some(({ group }) => group === around)
  }
  const usable =
    'a[href], button, input, select, textarea, summary, [tabindex="0"], [role=gridcell], tr[tabindex]'
  const controls = [...document.querySelectorAll(usable)].filter(element => !element.matches(':disabled'))
  // What shows the hand and is no part of a control would be for pointers alone.
  const pointed = [...document.querySelectorAll('body *')].filter(
    element =>
      getComputedStyle(element).cursor === 'pointer' && !element.closest(`${usable}, label, [tabindex]`),
  )
  const missed = [...controls.filter(element => !isReached(element)), ...pointed].filter(isShown)
  return {
    count: stops.size,
    unseen: [...stops.values()].flatMap(({ name, isSeen }) => (isSeen ? [] : [name])),
    missed: missed.slice(0, 10).map(element => element.outerHTML.slice(0, 120)),
  }
}

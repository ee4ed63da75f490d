import type { Page } from 'playwright-core'

/** What of the page is cut off at its width: a document that scrolls sideways, and what cannot be brought in sight. */
export async function cutOffIn(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const say = (element: Element) => element.outerHTML.slice(0, 120)
    const scrolls = (element: Element) =>
      /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth
    /** What scrolls sideways, by a pointer and by keys. */
    const scrollerOf = (element: Element): HTMLElement | undefined => {
      for (let around = element.parentElement; around; around = around.parentElement)
        if (scrolls(around)) return around
      return undefined
    }
    const isReachable = (scroller: HTMLElement | undefined) =>
      scroller !== undefined && (scroller.tabIndex >= 0 || scroller.querySelector('[tabindex="0"]') !== null)
    const isOut = (element: Element) => {
      const { left, right } = element.getBoundingClientRect()
      return (right > width + 1 || left < -1) && !isReachable(scrollerOf(element))
    }
    const hasText = (element: Element) =>
      element instanceof HTMLInputElement ||
      [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    const isClipped = (element: Element) =>
      hasText(element) &&
      (element instanceof HTMLInputElement || /hidden|clip/.test(getComputedStyle(element).overflowX)) &&
      element.scrollWidth > element.clientWidth + 1
    const shown = [...document.querySelectorAll('body *')].filter(
      element =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('.visually-hidden, .skip, option') &&
        element.getBoundingClientRect().width > 0,
    )
    const sideways = document.documentElement.scrollWidth
    return [
      ...(sideways > width ? [`the document is ${sideways} px wide at ${width} px`] : []),
      ...shown.filter(isOut).map(element => `out of sight: ${say(element)}`),
      ...shown.filter(isClipped).map(element => `clipped: ${say(element)}`),
    ]
  })
}

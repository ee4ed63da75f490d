import type { Page } from 'playwright-core'

/** What has to be there before a view is looked at. */
export const ready = {
  lab: '.charts canvas',
  handshake: '#echo-heading',
  seats: '.seat-card:last-child [role=gridcell]',
  results: '.results-scenario canvas',
} as const

/** Shows a view by its fragment, and waits until it stands. */
export async function show(page: Page, view: keyof typeof ready): Promise<void> {
  await page.evaluate(name => {
    location.hash = name
  }, view)
  await page.waitForSelector(ready[view])
}

import type { Page } from 'playwright-core'
import type { ViewName } from '../../../client/page/state.ts'

/** What has to be there before a view is looked at. */
export const ready: Readonly<Record<ViewName, string>> = {
  lab: '.charts canvas',
  handshake: '#echo-heading',
  seats: '.seat-card:last-child [role=gridcell]',
  results: '.results-scenario canvas',
}

/** Shows a view by its fragment, and waits until it stands. */
export async function show(page: Page, view: ViewName): Promise<void> {
  await page.evaluate(name => {
    location.hash = name
  }, view)
  await page.waitForSelector(ready[view])
}

/** Ways in which the page can stand: a view, or a part of one that takes the place of another. */
const steps = {
  'lab, all': async page => {
    await show(page, 'lab')
    await page.check('#mode-compare')
    await page.waitForSelector('.counter-card:nth-child(5)')
  },
  'lab, one': async page => {
    await show(page, 'lab')
    await page.check('#mode-one')
    await page.waitForSelector('.counter-card:only-child')
  },
  handshake: page => show(page, 'handshake'),
  seats: page => show(page, 'seats'),
  chat: async page => {
    await show(page, 'seats')
    await page.check('input[name=seats-part][value=chat]')
    await page.waitForSelector('.chat-pane')
  },
  results: async page => {
    await show(page, 'results')
    await page.selectOption('#results-run', 'reference')
    await page.waitForSelector('.results-report canvas')
  },
} satisfies Readonly<Record<string, (page: Page) => Promise<void>>>

/** One of them. */
export type Stand = keyof typeof steps

/** All of them, the Lab first. */
export const stands = Object.keys(steps) as readonly Stand[]

/** Brings the page to stand so, and waits until it does. */
export async function bring(page: Page, stand: Stand): Promise<void> {
  await steps[stand](page)
}

/** Opens everything that folds, and waits until that has been drawn. */
export async function openFolds(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const details of document.querySelectorAll('details')) details.open = true
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

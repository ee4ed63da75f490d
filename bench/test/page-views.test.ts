import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import * as en from '../../client/page/i18n/en.ts'
import * as ko from '../../client/page/i18n/ko.ts'
import { viewNames } from '../../client/page/state.ts'
import { useLab } from './page/lab-page.ts'
import { bring, openFolds, ready, stands } from './page/views.ts'

const lab = useLab()
const texts = { en, ko } as const
type Language = keyof typeof texts

/** The strings of a language. */
function stringsOf(language: Language): readonly string[] {
  const sections: readonly Readonly<Record<string, string>>[] = Object.values(texts[language])
  return sections.flatMap(strings => Object.values(strings))
}

/** Strings that are sentences, which no language has from the other; one with a parameter is never said as it stands. */
function sentencesOf(language: Language): readonly string[] {
  return stringsOf(language).filter(text => text.split(' ').length > 2 && !/[{}]/.test(text))
}

/** All that the page says: its text, and what is said of its parts. */
async function saidIn(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const said = ['aria-label', 'title', 'placeholder', 'alt'].flatMap(name =>
      [...document.querySelectorAll(`[${name}]`)].map(element => element.getAttribute(name)),
    )
    return [document.title, document.body.textContent, ...said].join('\n')
  })
}

/** What stands where a string or a value is missing. */
const missing =
  /undefined|\bnull\b|\bNaN\b|\[object|[{}]|\b(shell|controls|lab|handshake|seats|results)\.[a-z]\w+/

describe.each(['en', 'ko'] as const)('the page in %s', language => {
  const of = texts[language]
  const titleOf = (view: (typeof viewNames)[number]) =>
    of.shell.documentTitle.replace('{view}', of.shell[view])

  it.each(viewNames)('opens at #%s', async view => {
    const { page } = await lab.open({ lang: language }, { view })
    await page.waitForSelector(ready[view])
    expect(await page.title()).toBe(titleOf(view))
    expect(await page.getAttribute('nav a[aria-current=page]', 'href')).toBe(`#${view}`)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
  })

  it('opens each view by its tab, and misses no string in it', async () => {
    const { page } = await lab.open({ lang: language, interval: 200 })
    for (const view of [...viewNames.slice(1), viewNames[0]!]) {
      await page.click(`nav a[href="#${view}"]`)
      await page.waitForSelector(ready[view])
      expect(await page.title()).toBe(titleOf(view))
      expect(await page.locator('main h2').count(), view).toBeGreaterThan(0)
    }
    const foreign = sentencesOf(language === 'en' ? 'ko' : 'en')
    expect(foreign.length).toBeGreaterThan(100)
    for (const stand of stands) {
      await bring(page, stand)
      await openFolds(page)
      const said = await saidIn(page)
      expect([stand, missing.exec(said)?.[0]]).toEqual([stand, undefined])
      expect([stand, foreign.filter(text => said.includes(text))]).toEqual([stand, []])
      expect(sentencesOf(language).filter(text => said.includes(text)).length, stand).toBeGreaterThan(3)
    }
  })
})

describe('the language', () => {
  it('is changed by its button in every view, which stays', async () => {
    const { page } = await lab.open({ lang: 'en' }, { view: 'results' })
    for (const view of viewNames) {
      await page.click(`nav a[href="#${view}"]`)
      for (const language of ['ko', 'en'] as const) {
        await page.click(`#language-${language}`)
        await page.waitForSelector(ready[view])
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
        expect(await page.textContent('nav a[aria-current=page]')).toBe(texts[language].shell[view])
        expect(await page.evaluate(() => document.activeElement?.id)).toBe(`language-${language}`)
      }
    }
  })
})

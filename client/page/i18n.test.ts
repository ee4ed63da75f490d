import { describe, expect, it } from 'vitest'
import * as en from './i18n/en.ts'
import * as ko from './i18n/ko.ts'
import { createText, fill } from './i18n.ts'
import type { Language } from './state.ts'

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>
const english: Sections = en
const korean: Sections = ko

function entries(sections: Sections): [key: string, text: string][] {
  return Object.entries(sections).flatMap(([section, texts]) =>
    Object.entries(texts).map(([key, text]): [string, string] => [`${section}.${key}`, text]),
  )
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name as string))].sort()
}

describe('the strings', () => {
  it('are the same keys in both languages', () => {
    expect(
      entries(korean)
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      entries(english)
        .map(([key]) => key)
        .sort(),
    )
  })

  it('say something everywhere', () => {
    expect([...entries(english), ...entries(korean)].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('want the same parameters in both languages, save a plural’s own', () => {
    const wants = (sections: Sections) =>
      entries(sections).map(([key, text]) => [key, placeholders(text)] as const)
    const koreanWants = new Map(wants(korean))
    for (const [key, names] of wants(english)) expect([key, koreanWants.get(key)]).toEqual([key, names])
  })

  it('have no brace that is not a placeholder', () => {
    const rest = (text: string) => text.replace(/\{\w+(\|[^|{}]*\|[^|{}]*)?\}/g, '')
    expect([...entries(english), ...entries(korean)].filter(([, text]) => /[{}]/.test(rest(text)))).toEqual(
      [],
    )
  })
})

describe('a text', () => {
  it('is in the language that holds when it is asked for', () => {
    let language: Language = 'en'
    const text = createText(() => language)
    expect(text('shell.pause')).toBe('Pause')
    language = 'ko'
    expect(text('shell.pause')).toBe('일시정지')
  })

  it('takes its parameters, and a word by number', () => {
    expect(fill('{n} {n|event|events}', { n: 1 })).toBe('1 event')
    expect(fill('{n} {n|event|events}', { n: 2 })).toBe('2 events')
    expect(fill('{n} {n|event|events}', { n: 0 })).toBe('0 events')
  })

  it('refuses to be said without a parameter', () => {
    expect(() => fill('hello {name}', {})).toThrow('the text "hello {name}" wants a name, got none')
  })
})

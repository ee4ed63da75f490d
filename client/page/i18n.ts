import * as en from './i18n/en.ts'
import * as ko from './i18n/ko.ts'
import type { Strings } from './i18n/strings.ts'
import type { Language } from './state.ts'

/** A string's name, `section.key`. */
export type TextKey = {
  [S in keyof Strings]: `${S & string}.${keyof Strings[S] & string}`
}[keyof Strings]

/** What stands in for `{name}` in a string. */
export type TextParameters = Readonly<Record<string, string | number>>

/**
 * Says a string in the page's language. `{name}` is replaced by the parameter; `{name|event|events}` by the first
 * word where the parameter is 1 and else by the second. Throws a RangeError for a parameter that is not given.
 */
export type Text = (key: TextKey, parameters?: TextParameters) => string

const strings: Readonly<Record<Language, Strings>> = { en, ko }

/** Creates the text of a language; asked anew at every call, so that a page can change it. */
export function createText(language: () => Language): Text {
  return (key, parameters = {}) => fill(lookUp(strings[language()], key), parameters)
}

function lookUp(all: Strings, key: TextKey): string {
  const [section, name] = key.split('.') as [keyof Strings, string]
  return (all[section] as Readonly<Record<string, string>>)[name] as string
}

const placeholder = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g

/** Puts the parameters into a string. */
export function fill(template: string, parameters: TextParameters): string {
  return template.replace(placeholder, (_, name: string, one?: string, other?: string) => {
    const value = parameters[name]
    if (value === undefined)
      throw new RangeError(`the text ${JSON.stringify(template)} wants a ${name}, got none`)
    if (one === undefined || other === undefined) return String(value)
    return Number(value) === 1 ? one : other
  })
}

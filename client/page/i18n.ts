import * as controls from './i18n/controls.ts'
import * as handshake from './i18n/handshake.ts'
import * as lab from './i18n/lab.ts'
import * as results from './i18n/results.ts'
import * as seats from './i18n/seats.ts'
import * as shell from './i18n/shell.ts'
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

/** Section by section, so that the languages' same keys stand near each other in the script, where gzip finds them. */
const sections: { readonly [S in keyof Strings]: Readonly<Record<Language, Strings[S]>> } = {
  controls,
  handshake,
  lab,
  results,
  seats,
  shell,
}

/** Creates the text of a language; asked anew at every call, so that a page can change it. */
export function createText(language: () => Language): Text {
  return (key, parameters = {}) => fill(lookUp(language(), key), parameters)
}

function lookUp(language: Language, key: TextKey): string {
  const [section, name] = key.split('.') as [keyof Strings, string]
  return (sections[section][language] as Readonly<Record<string, string>>)[name] as string
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

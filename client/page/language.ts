import { type Language, languages } from './state.ts'

/** The first of the browser's languages (BCP 47 tags) that the page speaks; English when there is none. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const known = languages.find(language => tag.toLowerCase().split('-')[0] === language)
    if (known) return known
  }
  return 'en'
}

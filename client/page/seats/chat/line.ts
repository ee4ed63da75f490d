import type { Json } from '../../../../server/protocol.ts'

/** The two who chat. */
export const personNames = ['a', 'b'] as const
export type PersonName = (typeof personNames)[number]

/** The other of the two. */
export const otherOf: Readonly<Record<PersonName, PersonName>> = { a: 'b', b: 'a' }

/** What one of them wrote: the `data` of an event on topic `chat`. */
export type ChatLine = {
  /** The page's number: two chat on one page. */
  readonly page: number
  readonly from: PersonName
  /** Which of the page's lines it is, from 1. */
  readonly key: number
  readonly text: string
}

/** Reads the data of an event; anyone may publish on the topic, so undefined is what is no line of a chat. */
export function readChatLine(data: Json): ChatLine | undefined {
  const { page, from, key, text } = (data ?? {}) as Readonly<Record<string, unknown>>
  const person = personNames.find(name => name === from)
  if (typeof page !== 'number' || typeof key !== 'number' || typeof text !== 'string' || !person)
    return undefined
  return { page, from: person, key, text }
}

/** Whether a key sends: Enter, but not the Enter that ends the composition of a Hangul syllable (UI Events 5.7). */
export function sends({
  key,
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode'>): boolean {
  // Safari ends the composition first and then tells of the key, marked 229 only.
  return key === 'Enter' && !isComposing && keyCode !== 229
}

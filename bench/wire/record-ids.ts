import type { ByteCategory } from './books.ts'

const opening = '{"id":"'
const idPattern = /^\{"id":"([0-9A-Za-z]{1,32}\.\d{1,15})"/
/** The most characters until an id is whole: the opening, an epoch, a point, a sequence, a quotation mark. */
const mostCharacters = opening.length + 32 + 1 + 15 + 1

/** Reads the ids of event records out of what a server sends. */
export interface RecordIds {
  /** Takes the next bytes and their category; what is payload is a record. */
  take(category: ByteCategory, bytes: Uint8Array): void
  /** Takes the first characters of a record that were not known as such when they came. */
  begin(lengthBytes: number): void
  /** What comes next continues no record. */
  startAnew(): void
}

/** A reader that tells the id of each record as soon as it is whole. */
export function createRecordIds(onId: (id: string) => void): RecordIds {
  /** What has come of the record so far; undefined between records and once its id is known or cannot be. */
  let text: string | undefined = ''
  return {
    take(category, bytes) {
      if (category === 'envelope') text = ''
      if (category !== 'payload' || text === undefined) return
      text += String.fromCharCode(...bytes.subarray(0, mostCharacters - text.length))
      const id = idPattern.exec(text)?.[1]
      if (id !== undefined) onId(id)
      if (id !== undefined || text.length >= mostCharacters) text = undefined
    },
    begin(lengthBytes) {
      text = opening.slice(0, lengthBytes)
    },
    startAnew() {
      text = ''
    },
  }
}

import { createScan, type Sought } from './json-scan.ts'
import type { Classify, Count, NewClassify } from './stream.ts'

/** Counts sought values as `payload`, and the rest of the JSON text as `envelope`. */
function payloadAt(sought: Sought): NewClassify {
  return (count: Count): Classify => {
    let from = 0
    let payload = false
    const countRun = (to: number): void => {
      count(payload ? 'payload' : 'envelope', to - from)
      from = to
    }
    const scan = createScan(sought, at => {
      countRun(at)
      payload = !payload
    })
    return bytes => {
      scan(bytes)
      countRun(bytes.length)
      from = 0
    }
  }
}

/** The elements of the top-level array `events`, without commas and brackets: the answer to a poll. */
export const eventElements = payloadAt({ member: 'events', depth: 2 })

/** The value of the top-level member `publish`: what a client sends on `/websocket`. */
export const publishedValue = payloadAt({ member: 'publish', depth: 1 })

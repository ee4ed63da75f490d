import { createBody, responseBodyLength } from '../../wire/body.ts'
import { createHead, type Fields, type StatusLine, statusLine } from '../../wire/head.ts'
import { type Part, WireFault } from '../../wire/stream.ts'

/** Follows the responses of one connection by their bytes. */
export interface Responses {
  read(bytes: Uint8Array): void
  /** Whether the last byte read was within a response, not its last, that a proxy may hold. */
  within(): boolean
}

/**
 * Follows HTTP/1.1 responses (RFC 9112). After a 101, in a response that forbids buffering to one that heeds it, and
 * after bytes that are no HTTP, it says that nothing may be held. Answers to HEAD cannot be told from others, and are waited for in vain.
 */
export function createResponses(heeds: () => boolean): Responses {
  let state: 'between' | 'held' | 'free' = 'between'
  let readable = true
  const nextHead = (): Part => createHead(nothing, statusLine, onHead)
  let part = nextHead()

  function onHead({ status }: StatusLine, fields: Fields): void {
    if (status === 101) throw new WireFault('no more HTTP')
    const length = responseBodyLength('GET', status, fields)
    if (length === 0) ended()
    else {
      part = createBody(length, nothing, { data: nothing, chunk: nothing, ended })
      if (heeds() && fields.get('x-accel-buffering')?.toLowerCase() === 'no') state = 'free'
    }
  }

  function ended(): void {
    state = 'between'
    part = nextHead()
  }

  return {
    read(bytes) {
      try {
        for (let at = 0; at < bytes.length && readable; ) {
          if (state === 'between') state = 'held'
          at = part(bytes, at)
        }
      } catch (error) {
        if (!(error instanceof WireFault)) throw error
        readable = false
        state = 'free'
      }
    },
    within: () => state === 'held',
  }
}

const nothing = () => {}

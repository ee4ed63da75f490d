import type { IncomingMessage } from 'node:http'

/** Whether a field name is this one, given in lower case (RFC 9110 section 5.1). */
export function isField(given: string, name: string): boolean {
  return given.length === name.length && (given === name || given.toLowerCase() === name)
}

/** Whether a request has a field, given in lower case; Node's `headers` are made of all fields when first asked for one. */
export function hasField({ rawHeaders }: IncomingMessage, name: string): boolean {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (isField(rawHeaders[at]!, name)) return true
  }
  return false
}

/** What a server joins to the key before it hashes (RFC 6455 section 1.3). */
export const websocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The steps from a key to the accept that belongs to it. */
export interface AcceptSteps {
  readonly key: string
  /** The key with the GUID behind it: text to text, the key is not decoded. */
  readonly joined: string
  /** SHA-1 of `joined`: 20 bytes. */
  readonly sha1: Uint8Array
  /** `sha1` in base64: 28 characters. */
  readonly accept: string
}

/** Computes the accept that belongs to a key (RFC 6455 section 4.2.2, step 5.4). Needs a secure context in a page. */
export async function acceptSteps(key: string): Promise<AcceptSteps> {
  const joined = key + websocketGuid
  const sha1 = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(joined)))
  return { key, joined, sha1, accept: base64Of(sha1) }
}

/** Bytes in base64 (RFC 4648 section 4). */
export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** The bytes of a base64 text, such as the 16 of a key. Throws a DOMException for one that is not base64. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

/** What came where an accept was due, held against the one that belongs there. */
export type AcceptVerdict =
  | { readonly is: 'equal'; readonly bytes: number }
  | { readonly is: 'missing' }
  /** `at` is the first character, from 0, that is another. */
  | { readonly is: 'different'; readonly at: number }

/** Compares character by character; leading and trailing white space does not count (RFC 6455 section 4.1). */
export function compareAccept(computed: string, sent: string | undefined): AcceptVerdict {
  if (sent === undefined) return { is: 'missing' }
  const trimmed = sent.trim()
  if (trimmed === computed) return { is: 'equal', bytes: computed.length }
  let at = 0
  while (at < computed.length && trimmed[at] === computed[at]) at += 1
  return { is: 'different', at }
}

/** The fields that the view explains, in lower case, each with the section that defines it. */
export const headerSections = {
  host: 'RFC 9110 §7.2',
  connection: 'RFC 6455 §4.1; RFC 9110 §7.6.1',
  upgrade: 'RFC 6455 §4.1; RFC 9110 §7.8',
  origin: 'RFC 6455 §10.2; RFC 6454 §7',
  'sec-websocket-version': 'RFC 6455 §4.1, §11.3.5',
  'sec-websocket-key': 'RFC 6455 §4.1, §11.3.1',
  'sec-websocket-accept': 'RFC 6455 §4.2.2, §11.3.3',
  'sec-websocket-protocol': 'RFC 6455 §1.9, §11.3.4',
  'sec-websocket-extensions': 'RFC 6455 §9.1; RFC 7692',
  'set-websocket-accept': 'RFC 6455 §11.3.3',
  'user-agent': 'RFC 9110 §10.1.5',
  'accept-encoding': 'RFC 9110 §12.5.3',
  'accept-language': 'RFC 9110 §12.5.4',
  accept: 'RFC 9110 §12.5.1',
  'cache-control': 'RFC 9111 §5.2',
  pragma: 'RFC 9111 §5.4',
  cookie: 'RFC 6265 §5.4',
  'sec-fetch-dest': 'W3C Fetch Metadata §2.1',
  'sec-fetch-mode': 'W3C Fetch Metadata §2.2',
  'sec-fetch-site': 'W3C Fetch Metadata §2.3',
  'sec-fetch-storage-access': 'Storage Access Headers',
  'sec-gpc': 'Global Privacy Control',
  dnt: 'W3C Tracking Preference Expression §5',
  priority: 'RFC 9218 §5',
} as const

/** The name of a field that the view explains. */
export type HeaderName = keyof typeof headerSections

/** The explained name of a field, whatever its case; undefined for a field of another kind. */
export function headerNameOf(name: string): HeaderName | undefined {
  const lower = name.toLowerCase()
  return Object.hasOwn(headerSections, lower) ? (lower as HeaderName) : undefined
}

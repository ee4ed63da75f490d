/** Which request heads a Node client sends: Node's own two, Host and Connection, or those of a Chrome page. */
export type HeadProfile = 'minimal' | 'chrome'

/** The three kinds of request that a page can make, each with its own head. */
export type RequestKind = 'fetch' | 'eventStream' | 'webSocket'

/** Header fields in the order in which they are sent. */
export type Fields = readonly (readonly [name: string, value: string])[]

const none = () => []

const brands: Fields = [
  ['sec-ch-ua', '"Not:A-Brand";v="8", "Chromium";v="156", "Google Chrome";v="156"'],
  ['sec-ch-ua-mobile', '?0'],
]
const userAgent: Fields = [
  [
    'User-Agent',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ],
]
const platform: Fields = [['sec-ch-ua-platform', '"Linux"'], ...userAgent]
const uncached: Fields = [
  ['Pragma', 'no-cache'],
  ['Cache-Control', 'no-cache'],
]
const sameOrigin: Fields = [
  ['Sec-Fetch-Site', 'same-origin'],
  ['Sec-Fetch-Mode', 'cors'],
  ['Sec-Fetch-Dest', 'empty'],
]
const languages: Fields = [
  ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ['Accept-Language', 'en-US,en;q=0.9'],
]

/**
 * What follows `Host` and `Connection`. The Chrome heads were recorded from Chromium 156 on Linux, page and server
 * of one origin, no cookies; to them is added the brand that Chrome puts into `sec-ch-ua`.
 */
export const heads: Readonly<Record<HeadProfile, Readonly<Record<RequestKind, (origin: string) => Fields>>>> =
  {
    minimal: { fetch: none, eventStream: none, webSocket: none },
    chrome: {
      fetch: origin => [
        ...platform,
        ...brands,
        ['Accept', '*/*'],
        ...sameOrigin,
        ['Referer', `${origin}/`],
        ...languages,
      ],
      eventStream: origin => [
        ...uncached,
        ...platform,
        ['Accept', 'text/event-stream'],
        ...brands,
        ...sameOrigin,
        ['Referer', `${origin}/`],
        ...languages,
      ],
      // The offer to compress is Chrome's; a server that takes it up breaks the handshake, as nothing here inflates.
      webSocket: origin => [
        ...uncached,
        ...userAgent,
        ['Origin', origin],
        ...languages,
        ['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'],
      ],
    },
  }

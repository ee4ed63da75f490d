/** What each field of an opening handshake is for, in English. */
export const handshakeHeaders = {
  'header-host':
    'Which server is meant, with the port when it is not the usual one. Many can share one address.',
  'header-connection':
    'Upgrade here says that the field Upgrade is for the next hop alone; a proxy that does not know it takes it out. Without it there is no handshake.',
  'header-upgrade':
    'The request asks to go on in the protocol websocket on this same connection; the response agrees. It is the same port as HTTP.',
  'header-origin':
    'The origin of the page whose script asks: scheme, host and port. It is not the client’s address. A server refuses pages that it does not want; a program that is no browser can write anything here.',
  'header-sec-websocket-version':
    'The version of the protocol: 13, that of RFC 6455. A server that wants another answers 426 and names it.',
  'header-sec-websocket-key':
    '16 random bytes in base64, new for each connection. It asks the server to prove that it speaks WebSocket; it does not identify the client.',
  'header-sec-websocket-accept':
    'Base64 of SHA-1 of the key and a fixed GUID. It proves that the server read this request as a WebSocket handshake, and nothing about who it is.',
  'header-sec-websocket-protocol':
    'Subprotocols: the request lists those that the page offers, in order; the response names the one that was taken, and never another.',
  'header-sec-websocket-extensions':
    'Extensions that the browser offers, here compression of messages. Where the response does not name one, it is not used, and RSV1 stays zero.',
  'header-set-websocket-accept': 'There is no such field. It is passed over, and the accept is missing.',
  'header-user-agent': 'What program asks. The handshake does not depend on it.',
  'header-accept-encoding': 'Codings that the browser takes for a response’s content. A 101 has no content.',
  'header-accept-language': 'Languages that the reader wants. The handshake does not depend on it.',
  'header-accept': 'Media types that the client takes. A 101 has no content.',
  'header-cache-control':
    'No cache on the way may answer in the server’s place. Browsers send it with every handshake.',
  'header-pragma': 'The same, for caches of HTTP/1.0.',
  'header-cookie':
    'The cookies of this host, sent as with any request. They can identify the user, which is why the server must check Origin as well.',
  'header-sec-fetch-dest': 'What the response is for: websocket. A page’s script cannot set it.',
  'header-sec-fetch-mode': 'How it was asked for: websocket. A page’s script cannot set it.',
  'header-sec-fetch-site':
    'Whether page and server are of the same origin or site. A page’s script cannot set it.',
  'header-sec-fetch-storage-access': 'Whether cookies of this host may be used from the page that embeds it.',
  'header-sec-gpc': 'The user asks that data are not sold or shared.',
  'header-dnt': 'The user asks not to be tracked; hardly anyone heeds it.',
  'header-priority': 'How urgent the response is.',
} as const

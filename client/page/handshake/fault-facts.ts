import type { FaultName } from './protocol.ts'

/** Which section of which RFC decides a fault. */
export const faultSections: Readonly<Record<FaultName, string>> = {
  none: 'RFC 6455 §4.1, §4.2.2',
  'wrong-accept': 'RFC 6455 §4.1',
  'no-accept': 'RFC 6455 §4.1',
  'set-websocket-accept': 'RFC 6455 §4.1, §11.3.3',
  'unasked-subprotocol': 'RFC 6455 §4.1, §1.9',
  'status-200': 'RFC 6455 §4.1; RFC 9110 §15.2.2',
  'no-upgrade': 'RFC 6455 §4.1; RFC 9110 §7.8',
  'wrong-connection': 'RFC 6455 §4.1; RFC 9110 §7.6.1',
  'hixie-frames': 'RFC 6455 §5.2, §5.4',
  'masked-frame': 'RFC 6455 §5.1',
  'reserved-bit': 'RFC 6455 §5.2',
  'bad-utf8': 'RFC 6455 §8.1, §5.6',
  fragmented: 'RFC 6455 §5.4',
  'close-4000': 'RFC 6455 §5.5.1, §7.4.2',
  'close-without-code': 'RFC 6455 §7.1.5, §7.4.1',
  reset: 'RFC 6455 §7.1.5, §7.4.1; RFC 9293 §3.10.7',
}

const handshake = 'Error during WebSocket handshake: '

/** What Chrome 156 writes to its console, behind `WebSocket connection to '…' failed: `; null: nothing. */
export const chromeConsole: Readonly<Record<FaultName, string | null>> = {
  none: null,
  'wrong-accept': `${handshake}Incorrect 'Sec-WebSocket-Accept' header value`,
  'no-accept': `${handshake}'Sec-WebSocket-Accept' header is missing`,
  'set-websocket-accept': `${handshake}'Sec-WebSocket-Accept' header is missing`,
  'unasked-subprotocol': `${handshake}Response must not include 'Sec-WebSocket-Protocol' header if not present in request: chat.v2`,
  'status-200': `${handshake}Unexpected response code: 200`,
  'no-upgrade': `${handshake}'Upgrade' header is missing`,
  'wrong-connection': `${handshake}'Connection' header value must contain 'Upgrade'`,
  'hixie-frames': 'Received unexpected continuation frame.',
  'masked-frame': 'A server must not mask any frames that it sends to the client.',
  'reserved-bit': 'One or more reserved bits are on: reserved1 = 1, reserved2 = 0, reserved3 = 0',
  'bad-utf8': 'Could not decode a text frame as UTF-8.',
  fragmented: null,
  'close-4000': null,
  'close-without-code': null,
  reset: null,
}

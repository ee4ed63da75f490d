import { createHash } from 'node:crypto'
import { websocketGuid } from '../../../client/page/handshake/accept.ts'
import { fieldHolds, fieldOf, type Head } from '../../../client/page/handshake/head.ts'
import {
  type FaultName,
  labSubprotocol,
  unaskedSubprotocol,
} from '../../../client/page/handshake/protocol.ts'

/** The accept that belongs to a key (RFC 6455 section 4.2.2, step 5.4). */
export function acceptOf(key: string): string {
  return createHash('sha1')
    .update(key + websocketGuid)
    .digest('base64')
}

/** The key of the example in RFC 6455 section 1.3, whose accept is sent in another's place. */
const anotherKey = 'dGhlIHNhbXBsZSBub25jZQ=='

/** Lines of a head without the empty one behind them. */
type Lines = readonly string[]

/** What an honest server answers: 101 with the accept, and the subprotocol if it was offered (section 4.2.2). */
function rightLines(request: Head): Lines {
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(fieldOf(request, 'Sec-WebSocket-Key')!)}`,
  ]
  const offered = fieldHolds(request, 'Sec-WebSocket-Protocol', labSubprotocol)
  return offered ? [...lines, `Sec-WebSocket-Protocol: ${labSubprotocol}`] : lines
}

const same = (right: Lines) => right
const without = (name: string) => (right: Lines) => right.filter(line => !line.startsWith(`${name}:`))
const renamed = (from: string, to: string) => (right: Lines) =>
  right.map(line => (line.startsWith(`${from}:`) ? `${to}${line.slice(from.length)}` : line))

function withField(name: string, value: string): (right: Lines) => Lines {
  return right => right.map(line => (line.startsWith(`${name}:`) ? `${name}: ${value}` : line))
}

/** What each fault makes of the right lines; those of the frames leave the head as it is. */
const bend: Readonly<Record<FaultName, (right: Lines) => Lines>> = {
  none: same,
  'wrong-accept': withField('Sec-WebSocket-Accept', acceptOf(anotherKey)),
  'no-accept': without('Sec-WebSocket-Accept'),
  'set-websocket-accept': renamed('Sec-WebSocket-Accept', 'Set-WebSocket-Accept'),
  'unasked-subprotocol': right => [
    ...without('Sec-WebSocket-Protocol')(right),
    `Sec-WebSocket-Protocol: ${unaskedSubprotocol}`,
  ],
  'status-200': ([, ...fields]) => ['HTTP/1.1 200 OK', ...fields],
  'no-upgrade': without('Upgrade'),
  'wrong-connection': withField('Connection', 'keep-alive'),
  'hixie-frames': same,
  'masked-frame': same,
  'reserved-bit': same,
  'bad-utf8': same,
  fragmented: same,
  'close-4000': same,
  'close-without-code': same,
  reset: same,
}

const toHead = (lines: Lines) => `${lines.join('\r\n')}\r\n\r\n`

/** The head that the fault sends for a request, and the one that was due. */
export function responseHeads(
  fault: FaultName,
  request: Head,
): { readonly sent: string; readonly due: string } {
  const right = rightLines(request)
  return { sent: toHead(bend[fault](right)), due: toHead(right) }
}

/** A whole response that refuses a request in one line of text, after which the connection closes. */
export function refusalHead(status: string, detail: string): string {
  const fields = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(detail) + 1}`,
    ...(status.startsWith('426') ? ['Upgrade: websocket', 'Sec-WebSocket-Version: 13'] : []),
  ]
  return `${toHead(fields)}${detail}\n`
}

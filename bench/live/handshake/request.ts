import { fieldHolds, fieldOf, type Head, parseHead } from '../../../client/page/handshake/head.ts'
import { type FaultName, faultNames } from '../../../client/page/handshake/protocol.ts'

/** An opening handshake's request as it came. */
export interface HandshakeRequest {
  /** The head with the empty line that ends it, one character a byte. */
  readonly raw: string
  readonly head: Head
  readonly fault: FaultName
  /** The page's own name for the connection; undefined: it is not recorded. */
  readonly id: string | undefined
}

/** Where the head ends, behind its empty line; -1 while it is not whole. */
export function headEnd(bytes: Buffer): number {
  const at = bytes.indexOf('\r\n\r\n')
  return at < 0 ? -1 : at + 4
}

/** Reads a request that asks for `/handshake/NAME` and to upgrade; undefined for any other. */
export function readHandshakeRequest(raw: string): HandshakeRequest | undefined {
  const head = parseHead(raw)
  const [, target = ''] = head.startLine.split(' ')
  const base = 'http://127.0.0.1'
  if (!URL.canParse(target, base)) return undefined
  const { pathname, searchParams } = new URL(target, base)
  const fault = faultNames.find(name => pathname === `/handshake/${name}`)
  if (!fault || fieldOf(head, 'Upgrade') === undefined) return undefined
  return { raw, head, fault, id: idOf(searchParams) }
}

/** The name that a page gives its connection, 1 to 64 letters, digits and hyphens; undefined for none. */
export function idOf(parameters: URLSearchParams): string | undefined {
  const id = parameters.get('id') ?? ''
  return /^[0-9A-Za-z-]{1,64}$/.test(id) ? id : undefined
}

/** Why a request is no opening handshake, with the status that says so; undefined for one that is (RFC 6455 section 4.2.1). */
export function refusalOf(
  { head }: HandshakeRequest,
  allowsOrigin: (origin: string) => boolean,
): { readonly status: string; readonly detail: string } | undefined {
  const bad = (detail: string) => ({ status: '400 Bad Request', detail })
  const [method, , version] = head.startLine.split(' ')
  if (method !== 'GET') return bad(`the method must be GET, got ${method}`)
  if (version !== 'HTTP/1.1') return bad(`the version must be HTTP/1.1, got ${version}`)
  if (!fieldHolds(head, 'Upgrade', 'websocket')) return bad('Upgrade must hold websocket')
  if (!fieldHolds(head, 'Connection', 'upgrade')) return bad('Connection must hold Upgrade')
  const key = fieldOf(head, 'Sec-WebSocket-Key')
  if (!key || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    return bad(`Sec-WebSocket-Key must be 16 bytes in base64, got ${JSON.stringify(key ?? null)}`)
  }
  const asked = fieldOf(head, 'Sec-WebSocket-Version')
  if (asked !== '13') {
    const detail = `Sec-WebSocket-Version must be 13, got ${JSON.stringify(asked ?? null)}`
    return { status: '426 Upgrade Required', detail }
  }
  const origin = fieldOf(head, 'Origin')
  if (origin === undefined || allowsOrigin(origin)) return undefined
  return { status: '403 Forbidden', detail: `Origin ${JSON.stringify(origin)} may not open a WebSocket here` }
}

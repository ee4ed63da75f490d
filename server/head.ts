import type { IncomingMessage } from 'node:http'
import { hasField, isField } from './fields.ts'
import { ProblemError, quoted } from './problem.ts'

/** So many header fields may a request have. */
export const maxFields = 200

/** The connection can't be used again: where this request ends is not sure, or nobody should ask so once more. */
const closing = { Connection: 'close' }

/** A host with or without a port, or nothing (RFC 9110 section 7.2, RFC 3986 section 3.2.2). */
const hostForm = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\w:.~%-]+\])(?::\d{0,5})?$/

/** A good one; mostly the next is the same. */
let lastHost: string | undefined

/** Refuses a request whose head can't be taken at its word (RFC 9112 sections 2.3, 3.2, 6.1 and 6.3). */
export function checkHead(request: IncomingMessage): void {
  checkVersion(request)
  checkTarget(request)
  checkFieldCount(request)
  checkHost(request)
  checkTransferCoding(request)
}

function checkVersion({ httpVersion }: IncomingMessage): void {
  if (httpVersion === '1.1' || httpVersion === '1.0') return
  throw new ProblemError(505, `the version must be HTTP/1.1 or HTTP/1.0, got HTTP/${httpVersion}`, {
    field: 'version',
    headers: closing,
  })
}

function checkTarget({ url = '' }: IncomingMessage): void {
  if (url.startsWith('/') || url === '*' || URL.canParse(url)) return
  const detail = `the request target must be a path or a URL, got ${quoted(url)}`
  throw new ProblemError(400, detail, { field: 'target' })
}

/** Node hands over one field more than are allowed and drops the rest (`maxHeadersCount`). */
function checkFieldCount({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length <= 2 * maxFields) return
  throw new ProblemError(431, `a head may have at most ${maxFields} fields, got more`, { headers: closing })
}

function checkHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  let host: string | undefined
  let given = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!isField(rawHeaders[at]!, 'host')) continue
    host ??= rawHeaders[at + 1]
    given += 1
  }
  if (host === undefined && httpVersion === '1.0') return
  if (host === undefined) throw new ProblemError(400, 'Host must be given, got null', { field: 'Host' })
  if (given > 1) {
    throw new ProblemError(400, `Host may be given once, got it ${given} times`, { field: 'Host' })
  }
  if (host === lastHost || hostForm.test(host)) {
    lastHost = host
    return
  }
  throw new ProblemError(400, `Host must be a name or an address, got ${quoted(host)}`, { field: 'Host' })
}

function checkTransferCoding(request: IncomingMessage): void {
  if (!hasField(request, 'transfer-encoding')) return
  const coding = request.headers['transfer-encoding'] ?? ''
  if (request.httpVersion === '1.0') {
    throw new ProblemError(400, 'HTTP/1.0 knows no Transfer-Encoding', {
      field: 'Transfer-Encoding',
      headers: closing,
    })
  }
  if (coding.toLowerCase() === 'chunked') return
  throw new ProblemError(501, `Transfer-Encoding must be chunked, got ${quoted(coding)}`, {
    field: 'Transfer-Encoding',
    headers: closing,
  })
}

import type { TelemetryOf, TraceView } from '../context.ts'
import { arrivedMsOf, bytesOf } from '../lab/ladder/message.ts'
import { webSocketMessages } from './har-messages.ts'
import type { Har, HarEntry, HarProgram, HarRequest, HarResponse, HarTimings } from './har-types.ts'
import { type HttpHead, headerOf, readHead } from './http-head.ts'

type Message = TelemetryOf<'message'>

/** What an archive is written from. */
export interface HarInput {
  readonly trace: Pick<TraceView, 'messages'>
  /** The bytes of messages, by id, so far as they are still kept. */
  readonly bytes: ReadonlyMap<number, Uint8Array>
  /** `http://localhost:8081`, where the requests went. */
  readonly origin: string
  /** Unix time in ms of a time of the host's clock. */
  readonly toUnixMs: (hostMs: number) => number
  readonly browser: HarProgram
  readonly comment: string
}

/** Writes the trace's requests and what belongs to each as HAR 1.2, in the order in which they were sent. */
export function harOf(input: HarInput): Har {
  const exchanges = new Map<number, Message[]>()
  for (const message of input.trace.messages) {
    if (message.kind === 'request') continue
    exchanges.set(message.exchange, [...(exchanges.get(message.exchange) ?? []), message])
  }
  const requests = input.trace.messages.filter(({ kind }) => kind === 'request')
  return {
    log: {
      version: '1.2',
      creator: { name: 'Transport Lab', version: '0.1.0' },
      browser: input.browser,
      entries: requests.map(request => entryOf(request, exchanges.get(request.id) ?? [], input)),
      comment: input.comment,
    },
  }
}

function entryOf(request: Message, parts: readonly Message[], input: HarInput): HarEntry {
  const answer = parts.find(({ kind }) => kind === 'response')
  const timings = timingsOf(request, answer, parts)
  const { send, wait, receive } = timings
  const { bytes } = input
  const isWebSocket = answer?.status === 101
  return {
    startedDateTime: new Date(input.toUnixMs(request.fromMs)).toISOString(),
    time: send + wait + receive,
    request: requestOf(request, headIn(request, bytes), input.origin),
    response: responseOf(answer, parts, bytes),
    cache: {},
    timings,
    serverIPAddress: '127.0.0.1',
    connection: String(request.connection),
    comment: commentOf(request, answer, input),
    _resourceType: isWebSocket ? 'websocket' : request.transport === 'sse' ? 'eventsource' : 'fetch',
    ...(isWebSocket && { _webSocketMessages: webSocketMessages(parts, input) }),
  }
}

const headIn = ({ id }: Message, bytes: HarInput['bytes']): HttpHead | null => {
  const known = bytes.get(id)
  return known ? readHead(known) : null
}

function requestOf({ name, bytes }: Message, head: HttpHead | null, origin: string): HarRequest {
  const [method = '', target = '', version] = (head?.startLine ?? name).split(' ')
  const url = new URL(target, origin)
  return {
    method,
    url: url.href,
    httpVersion: version ?? 'HTTP/1.1',
    cookies: [],
    headers: head?.headers ?? [],
    queryString: [...url.searchParams].map(([key, value]) => ({ name: key, value })),
    headersSize: bytes.head,
    bodySize: bytesOf(bytes) - bytes.head,
  }
}

function responseOf(
  answer: Message | undefined,
  parts: readonly Message[],
  bytes: HarInput['bytes'],
): HarResponse {
  const head = answer ? headIn(answer, bytes) : null
  const [, statusText = ''] = /^\d+ (.*)$/.exec(answer?.name ?? '') ?? []
  // A WebSocket's frames are no body of its response.
  const body = parts.filter(({ kind }) => kind === 'response' || kind === 'chunk')
  const sum = (of: (message: Message) => number) => body.reduce((total, message) => total + of(message), 0)
  const text = answer && bodyText(answer, bytes)
  return {
    status: answer?.status ?? 0,
    statusText,
    httpVersion: head?.startLine.split(' ')[0] ?? 'HTTP/1.1',
    cookies: [],
    headers: head?.headers ?? [],
    content: {
      size: sum(message => message.bytes.envelope + message.bytes.payload),
      mimeType: (head && headerOf(head, 'content-type')) ?? '',
      ...(text ? { text } : {}),
    },
    redirectURL: '',
    headersSize: answer ? answer.bytes.head : -1,
    bodySize: answer ? sum(message => bytesOf(message.bytes) - message.bytes.head) : -1,
  }
}

/** The body of a response that is one message and is not chunked, so far as it is kept. */
function bodyText({ id, bytes: { head, framing } }: Message, bytes: HarInput['bytes']): string {
  const known = bytes.get(id)
  return known === undefined || framing > 0 ? '' : new TextDecoder().decode(known.subarray(head))
}

function timingsOf(request: Message, answer: Message | undefined, parts: readonly Message[]): HarTimings {
  const lasts = parts.flatMap(part => arrivedMsOf(part) ?? [])
  const lastMs = Math.max(request.fromMs, ...lasts)
  const firstMs = answer?.toMs ?? lastMs
  const never = -1 as const
  return {
    ...{ blocked: never, dns: never, connect: never, ssl: never },
    send: 0,
    wait: Math.max(0, firstMs - request.fromMs),
    receive: Math.max(0, lastMs - firstMs),
  }
}

function commentOf(request: Message, answer: Message | undefined, { bytes }: HarInput): string {
  const notes = [
    ...(answer === undefined ? ['no answer had come'] : []),
    ...(bytes.has(request.id) ? [] : ['the bytes were no longer kept, so headers are missing']),
  ]
  return notes.join('; ')
}

import { type BodyLength, createBody, requestBodyLength, responseBodyLength } from './body.ts'
import type { Way } from './books.ts'
import { type Exchange, envelope, exchangeOf } from './exchanges.ts'
import type { Flow } from './flow.ts'
import type { FrameHeader } from './frame-header.ts'
import { createFrames } from './frames.ts'
import {
  createHead,
  type Fields,
  type RequestLine,
  requestLine,
  type StatusLine,
  statusLine,
} from './head.ts'
import { createHold } from './hold.ts'
import type { WireMessage } from './messages.ts'
import { type Classify, type NewClassify, WireFault } from './stream.ts'

interface Asked {
  readonly method: string
  readonly exchange: Exchange
  readonly upgrades: boolean
}

function asksWebSocket(fields: Fields): boolean {
  return fields.get('upgrade')?.toLowerCase() === 'websocket'
}

/** How a response's body is classified: an error is all envelope, and a content coding hides where records are. */
function responseClassify(asked: Asked, status: number, fields: Fields): NewClassify {
  const classify = status < 300 ? asked.exchange.body.down : envelope
  const coding = fields.get('content-encoding') ?? 'identity'
  if (coding === 'identity' || classify === envelope) return classify
  throw new WireFault(`Content-Encoding: expected identity, came ${JSON.stringify(coding)}`)
}

/** Both directions of a connection, and who is told its messages. */
interface Wire {
  readonly flows: Readonly<Record<Way, Flow>>
  readonly tell: (message: WireMessage) => void
  /** The last byte of a message was counted; an unbounded response ends with its head, and then each of its chunks. */
  readonly ended: (way: Way) => void
}

interface Body {
  readonly length: BodyLength
  readonly classify: NewClassify
}

function readBody({ flows, tell, ended }: Wire, way: Way, body: Body, next: () => void): void {
  const { become, count } = flows[way]
  const { length } = body
  const endMessage = (): void => ended(way)
  const finish = (): void => {
    endMessage()
    next()
  }
  if (length === 0) {
    finish()
    return
  }
  const classify = body.classify(count)
  const chunk = (bytes: number): void => tell({ way, kind: 'chunk', name: '', bytes })
  if (way === 'up' || Number.isFinite(length)) {
    become(createBody(length, count, { data: classify, chunk, ended: finish }))
    return
  }
  endMessage()
  const piece: Classify = bytes => {
    classify(bytes)
    endMessage()
  }
  const data = length === 'chunked' ? classify : piece
  become(createBody(length, count, { data, chunk, chunkEnded: endMessage, ended: finish }))
}

function readFrames({ flows, tell, ended }: Wire, way: Way, classify: NewClassify): void {
  const { become, count } = flows[way]
  const frame = ({ control, name, headerBytes, payloadBytes }: FrameHeader): void =>
    tell({ way, kind: control ? 'control' : 'frame', name, bytes: headerBytes + payloadBytes })
  const endMessage = (): void => ended(way)
  become(
    createFrames(count, { masked: way === 'up', message: () => classify(count), frame, ended: endMessage }),
  )
}

/** The request that a response answers; an error may come unasked, from a server that cannot read a request. */
function takeAsked(unanswered: Asked[], status: number): Asked {
  const asked = unanswered.shift()
  if (asked === undefined && status < 400) throw new WireFault(`a response ${status} answers no request`)
  return asked ?? { method: '', exchange: exchangeOf(''), upgrades: false }
}

/**
 * Reads both directions of a connection: HTTP/1.1 messages, answers paired with requests in their order, and after
 * a 101 WebSocket frames. What a client sends between asking for an upgrade and the answer waits for the answer.
 */
export function converse(wire: Wire): void {
  const { up, down } = wire.flows
  const unanswered: Asked[] = []
  const early = createHold()

  function onRequest({ method, target, path }: RequestLine, fields: Fields, bytes: number): void {
    wire.tell({ way: 'up', kind: 'request', name: `${method} ${target}`, bytes })
    const length = requestBodyLength(fields)
    const exchange = exchangeOf(path)
    const upgrades = length === 0 && asksWebSocket(fields)
    unanswered.push({ method, exchange, upgrades })
    if (upgrades) {
      wire.ended('up')
      up.become(early.part)
    } else readBody(wire, 'up', { length, classify: exchange.body.up }, readRequest)
  }
  function onResponse({ status, reason }: StatusLine, fields: Fields, bytes: number): void {
    wire.tell({ way: 'down', kind: 'response', name: `${status} ${reason}`, bytes })
    if (status < 200 && status !== 101) {
      wire.ended('down')
      readResponse()
      return
    }
    const asked = takeAsked(unanswered, status)
    if (status === 101) switchProtocols(asked)
    else answer(asked, status, fields)
    if (asked.upgrades) early.release(up.read)
  }
  function switchProtocols({ upgrades, exchange }: Asked): void {
    if (!upgrades) throw new WireFault('a response 101 answers no request for a WebSocket')
    wire.ended('down')
    readFrames(wire, 'down', exchange.message.down)
    readFrames(wire, 'up', exchange.message.up)
  }
  function answer(asked: Asked, status: number, fields: Fields): void {
    const length = responseBodyLength(asked.method, status, fields)
    readBody(wire, 'down', { length, classify: responseClassify(asked, status, fields) }, readResponse)
    if (asked.upgrades) readRequest()
  }
  const readRequest = (): void => up.become(createHead(up.count, requestLine, onRequest))
  const readResponse = (): void => down.become(createHead(down.count, statusLine, onResponse))
  readRequest()
  readResponse()
}

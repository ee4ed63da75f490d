import { takes } from '../../server/protocol.ts'
import type { Dice } from './dice.ts'
import { closePayload, maskedFrame, opcodes } from './frame.ts'

/** The epoch of the log that is fuzzed, fixed so that an input has the same bytes in every run. */
export const fuzzEpoch = 'fuzz'

/** What a client sends on one connection, cut where a mutation may cut it: lines of a head, bodies, frames. */
export type Parts = readonly Buffer[]

const json = 'Content-Type: application/json'
/** Nobody publishes to it, so a long poll for it is held until its hold runs out. */
const quiet = `topic=quiet&since=${fuzzEpoch}.0`

function request(start: string, fields: readonly string[] = [], version = 'HTTP/1.1'): Buffer[] {
  return [`${start} ${version}`, 'Host: lab', ...fields, ''].map(line => Buffer.from(`${line}\r\n`))
}

function withBody(start: string, body: string, fields: readonly string[] = [json]): Buffer[] {
  const head = request(start, [...fields, `Content-Length: ${Buffer.byteLength(body)}`])
  return [...head, Buffer.from(body)]
}

function chunked(start: string, pieces: readonly string[], fields: readonly string[] = [json]): Buffer[] {
  const chunk = (piece: string) => [`${Buffer.byteLength(piece).toString(16)}\r\n`, `${piece}\r\n`]
  const body = [...pieces.flatMap(chunk), '0\r\n', '\r\n'].map(text => Buffer.from(text))
  return [...request(start, [...fields, 'Transfer-Encoding: chunked']), ...body]
}

function handshake(path: string, dice: Dice, fields: readonly string[] = []): Buffer[] {
  return request(`GET ${path}`, [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${dice.bytes(16).toString('base64')}`,
    ...fields,
  ])
}

function cursor(dice: Dice): string {
  return `${dice.chance(0.9) ? fuzzEpoch : 'other'}.${dice.below(1_000)}`
}

/** A JSON value of some depth, as text. */
function jsonText(dice: Dice): string {
  const depth = dice.pick([0, 1, 5, 50])
  const value = dice.pick([
    'null',
    '1e400',
    '"지진 \\ud83d"',
    '{"a":[1,2.50,""]}',
    `"${'x'.repeat(dice.below(400))}"`,
  ])
  return `${'['.repeat(depth)}${value}${']'.repeat(depth)}`
}

function frame(dice: Dice, payload: string | Buffer, options?: Parameters<typeof maskedFrame>[2]): Buffer {
  return maskedFrame(payload, dice.bytes(4), options)
}

function publication(dice: Dice): string {
  return `{"publish":${jsonText(dice)}${dice.chance(0.5) ? ',"topic":"a"' : ''}}`
}

/** A message in frames, cut anywhere, with a ping between them. */
function fragments(dice: Dice): Buffer[] {
  const bytes = Buffer.from(publication(dice))
  const cut = dice.below(bytes.length)
  return [
    frame(dice, bytes.subarray(0, cut), { fin: false }),
    frame(dice, 'between', { opcode: opcodes.ping }),
    frame(dice, bytes.subarray(cut), { opcode: opcodes.continuation }),
  ]
}

/** Valid requests, upgrades and frames: what mutations start from. */
export const corpus = {
  polling: dice => request(`GET /polling?since=${cursor(dice)}&take=${dice.pick(takes)}`),
  'polling without a cursor': () => request('GET /polling', ['Accept: application/json']),
  'long polling': dice => request(`GET /long-polling?since=${cursor(dice)}&timeout=${dice.below(300)}`),
  'long polling, held': dice => request(`GET /long-polling?${quiet}&timeout=${dice.below(300)}`),
  streaming: dice => request(`GET /streaming?since=${cursor(dice)}&topic=a`),
  'streaming over HTTP/1.0': () => request('GET /streaming', ['TE: chunked'], 'HTTP/1.0'),
  sse: dice => request('GET /sse', [`Last-Event-ID: ${cursor(dice)}`]),
  publish: dice => withBody('POST /events?topic=a', jsonText(dice)),
  'publish in chunks': dice => chunked('POST /events', ['[', jsonText(dice), ']']),
  'publish when told to go on': dice =>
    withBody('POST /events', jsonText(dice), [json, 'Expect: 100-continue']),
  health: () => request('GET http://lab/health', ['Origin: http://lab']),
  preflight: () => request('OPTIONS /events', ['Origin: http://elsewhere.example']),
  'nothing there': () => request('GET /%7Eme/../x?y=%ff#z'),
  'a body where none is due': dice => withBody('GET /streaming', jsonText(dice)),
  pipelined: dice => [
    ...request(`GET /long-polling?${quiet}&timeout=${dice.below(100)}`),
    ...request(`GET /polling?since=${cursor(dice)}`),
    ...withBody('POST /events', jsonText(dice)),
    ...request('DELETE /sse'),
    ...request('GET /streaming'),
  ],
  websocket: dice => [
    ...handshake(`/websocket?since=${cursor(dice)}`, dice, ['Sec-WebSocket-Protocol: feed.v1']),
    frame(dice, publication(dice)),
    ...fragments(dice),
    frame(dice, closePayload(1000, 'enough'), { opcode: opcodes.close }),
  ],
  'websocket that stays': dice => [
    ...handshake('/websocket', dice, ['Sec-WebSocket-Extensions: permessage-deflate']),
    ...fragments(dice),
    frame(dice, 'hello', { opcode: opcodes.pong }),
  ],
  'upgrade behind a held poll': dice => [
    ...request(`GET /long-polling?${quiet}&timeout=${dice.below(100)}`),
    ...handshake('/websocket', dice),
    frame(dice, publication(dice)),
  ],
  echo: dice => [
    ...handshake('/echo', dice),
    frame(dice, 'x'.repeat(dice.pick([0, 125, 126, 5_000]))),
    frame(dice, dice.bytes(20), { opcode: opcodes.binary }),
    frame(dice, 'close'),
  ],
  'upgrade to HTTP/2': () =>
    request('GET /polling', [
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ]),
} as const satisfies Record<string, (dice: Dice) => Buffer[]>

/** One of the valid beginnings. */
export type CorpusName = keyof typeof corpus

/** All of them. */
export const corpusNames = Object.keys(corpus) as CorpusName[]

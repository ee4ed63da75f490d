import {
  body,
  chunks,
  frame,
  get,
  handshake,
  head,
  lastChunk,
  type Piece,
  raw,
  sized,
  untilClose,
} from './tagged.ts'

const first = '{"id":"e.1","at":1517443200000000,"data":{"text":"a \\"quoted\\" [1,2] {} 지진"}}'
const second = '{"id":"e.2","at":1517443200000001,"topic":"t","data":{"events":[{"id":"x"}],"publish":null}}'
const ok = 'HTTP/1.1 200 OK'

const pollAnswer = body(`{"cursor":"e.2","events":[«${first}»,«${second}»]}`)
const gapAnswer = body(
  `{"cursor":"e.2","gap":{"reason":"evicted","lost":3,"cursor":"e.1","events":[1]},"events":[«${first}»]}`,
)
const spacedAnswer = body(
  '{ "events" : [ «{"id": 1 }» , «"x,]"» , «12» ,«true»], "also": [1], "cursor":"events" }',
)
const noArray = body('{"events":{"a":{"events":[1]},"b":2},"cursor":"e.2","more":[[1]]}')
const streamed = body(
  `{"cursor":"e.0"}\n«${first}»\n{"heartbeat":"e.1"}\n{"gap":{"reason":"restarted","lost":null,"cursor":"e.1"}}\n«${second}»\n`,
)
const eventStream = body(
  `id: e.0\n\nid: e.1\ndata: «${first}»\n\nevent: heartbeat\nid: e.1\ndata: {"heartbeat":"e.1"}\n\nid: e.2\ndata:«${second}»\r\n\r\n: {"id":\n\n`,
)
const problem = body(
  '{"type":"about:blank","title":"Bad Request","status":400,"detail":"since","events":[1]}',
)

const keepAlive: Piece[] = [
  ...get('/polling?since=e.0'),
  ...sized('down', ok, pollAnswer),
  ...get('/polling?since=e.2'),
  ...head('down', 'HTTP/1.1 204 No Content'),
  ...get('/long-polling?since=e.2&timeout=1000'),
  ...sized('down', ok, gapAnswer),
  ...get('http://127.0.0.1:8080/long-polling?since=/sse'),
  ...sized('down', ok, spacedAnswer),
  ...get('/polling'),
  ...sized('down', ok, noArray),
  ...get('/polling?since=bad'),
  ...sized('down', 'HTTP/1.1 400 Bad Request', problem),
  ...get('/health'),
  ...sized('down', ok, body('{"status":"ok","events":[1]}')),
  ...head('up', 'HEAD /polling HTTP/1.1'),
  ...head('down', ok, 'Content-Length: 999'),
  ...get('/polling'),
  ...sized('down', ok, body('{"cursor":"e.2","events":[]}')),
]

const pipelined: Piece[] = [
  ...get('/polling'),
  ...raw('up', 'head', '\r\n'),
  ...sized('up', 'POST /events?topic=t HTTP/1.1', body('«{"id":1}»')),
  ...get('/unknown'),
  ...get('/streaming'),
  ...sized('down', ok, pollAnswer),
  ...head('down', 'HTTP/1.1 100 Continue'),
  ...head('down', 'HTTP/1.1 103 Early Hints', 'Link: </a>'),
  ...sized('down', 'HTTP/1.1 201 Created', body('{"id":"e.3"}')),
  ...sized('down', 'HTTP/1.1 404 Not Found', problem),
  ...head('down', ok, 'Transfer-Encoding: chunked'),
  ...chunks('down', streamed, [1, 9, 16, 300]),
  ...lastChunk('down', 'Trailer: yes', 'Other: too'),
]

const published: Piece[] = [
  ...head('up', 'POST /events HTTP/1.1', 'Transfer-Encoding: Chunked', 'Expect: 100-continue'),
  ...head('down', 'HTTP/1.1 100 Continue'),
  ...chunks('up', body('«{"any":"json"}»'), [3, 5], ';name="value"'),
  ...lastChunk('up'),
  ...sized('down', 'HTTP/1.1 201 Created', body('{"id":"e.3"}')),
  ...sized('up', 'POST /events HTTP/1.1', body('«{not json»')),
  ...sized('down', 'HTTP/1.1 400 Bad Request', problem),
]

const feed: Piece[] = [
  ...handshake('/websocket?since=e.0'),
  ...frame('down', body('{"cursor":"e.0"}')),
  ...frame('down', body(`«${first}»`)),
  ...frame('up', body('{"publish":«{"a":[1,{"publish":2}],"b":"}"}»,"topic":"t"}')),
  ...frame('up', body('{"topic":"publish","publish": «"a\\"b"» }')),
  ...frame('up', body('{"publish":«-1.5e3»,"topic":"t"}'), { lengthBytes: 2 }),
  ...frame('up', body('{"publish":«null»}'), { lengthBytes: 8 }),
  ...frame('up', body('{"published":1,"topics":[{"publish":1}]}')),
  ...frame('down', body('{"published":"e.3"}')),
  ...frame('down', body(''), { opcode: 9 }),
  ...frame('up', body('{"id":"ping"}'), { opcode: 10 }),
  ...frame('down', body('«{"i»'), { final: false }),
  ...frame('down', body('{"id":1}'), { opcode: 9 }),
  ...frame('down', body('«d":»'), { opcode: 0, final: false }),
  ...frame('down', body(''), { opcode: 0, final: false }),
  ...frame('down', body('«"e.3"}»'), { opcode: 0 }),
  ...frame('up', body('{"publ'), { final: false }),
  ...frame('up', body('keep'), { opcode: 9 }),
  ...frame('up', body('ish":«[1,»'), { opcode: 0, final: false }),
  ...frame('up', body('«2]»}'), { opcode: 0 }),
  ...frame('down', body('{"id"'), {}),
  ...frame('up', body('\x03\xe8'), { opcode: 8 }),
  ...frame('down', body('\x03\xe8'), { opcode: 8 }),
]

const echo: Piece[] = [
  ...handshake('/echo', 'WebSocket'),
  ...frame('up', body('«hello»')),
  ...frame('down', body('«hello/answer»')),
  ...frame('up', body('«{"id":1}»'), { opcode: 2 }),
  ...frame('down', body('«{"id":1}»'), { opcode: 2 }),
]

const refusedUpgrade: Piece[] = [
  ...head('up', 'GET /websocket HTTP/1.1', 'Upgrade: WebSocket', 'Connection: Upgrade'),
  ...get('/polling'),
  ...sized('down', 'HTTP/1.1 403 Forbidden', problem),
  ...sized('down', ok, pollAnswer),
]

const [request = [], switched = []] = [handshake('/websocket').slice(0, 1), handshake('/websocket').slice(1)]
const earlyFrames: Piece[] = [
  ...request,
  ...frame('up', body('{"publish":«1»}')),
  ...switched,
  ...frame('up', body('{"publish":«2»}')),
]

/** Conversations of known books, by what they show. */
export const conversations: Readonly<Record<string, readonly Piece[]>> = {
  'keep-alive polls of every answer': keepAlive,
  'pipelined requests': pipelined,
  'publications over HTTP': published,
  'a stream in chunks': [
    ...get('/streaming'),
    ...head('down', ok, 'Transfer-Encoding: chunked'),
    ...chunks('down', streamed, [17, 1, 5]),
  ],
  'an event stream in chunks': [
    ...get('/sse?since=e.0'),
    ...head('down', ok, 'transfer-encoding:chunked', 'Folded:'),
    ...chunks('down', eventStream, [2, 30, 4]),
    ...lastChunk('down'),
  ],
  'an HTTP/1.0 stream until close': [...get('/sse'), ...untilClose('HTTP/1.0 200 OK', eventStream)],
  'a record that is cut': [
    ...get('/polling'),
    ...head('down', ok, 'Content-Length: 500'),
    ...sized('down', ok, body('{"events":[«{"id":"e.1","at"»')).slice(1),
  ],
  'an error that no request asked for': [...sized('down', 'HTTP/1.1 408', problem)],
  'a feed over WebSocket': feed,
  'an echo over WebSocket': echo,
  'a refused upgrade': refusedUpgrade,
  'frames before the upgrade is answered': earlyFrames,
}

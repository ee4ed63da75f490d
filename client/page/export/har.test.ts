import { describe, expect, it } from 'vitest'
import type { TelemetryOf } from '../context.ts'
import { encodeFrame } from '../handshake/frame.ts'
import { scriptedArrivals, scriptedTrace } from '../lab/test/scripted-trace.ts'
import { harOf } from './har.ts'
import { harProblems } from './test/har-check.ts'

type Message = TelemetryOf<'message'>

const common = {
  ...{
    origin: 'http://localhost:8081',
    toUnixMs: (hostMs: number) => 1_700_000_000_000 + hostMs,
    comment: '',
  },
  browser: { name: 'Chrome', version: '140' },
}

const latin1 = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))

const base: Message = {
  ...{
    type: 'message',
    id: 1,
    connection: 7,
    tab: 1,
    transport: 'polling',
    way: 'up',
    kind: 'request',
    name: '',
  },
  ...{ fromMs: 100, toMs: 150, endMs: 150, bytes: { head: 0, framing: 0, envelope: 0, payload: 0 } },
  ...{ cursors: [], events: 0, empty: false, status: null, exchange: 1 },
}

const requestHead = 'GET /polling?tab=1&since=e.4 HTTP/1.1\r\nHost: localhost:8081\r\nAccept: */*\r\n\r\n'
const answerHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: a:b\r\n\r\n'
const body = '{"cursor":"e.5","events":[{"id":"e.5"}]}'
const request: Message = {
  ...{ ...base, name: 'GET /polling?tab=1&since=e.4' },
  bytes: { head: requestHead.length, framing: 0, envelope: 0, payload: 0 },
}
const answer: Message = {
  ...{ ...base, id: 2, way: 'down', kind: 'response', name: '200 OK', status: 200 },
  ...{ fromMs: 150.5, toMs: 200.5, endMs: 203 },
  bytes: { head: answerHead.length, framing: 0, envelope: 28, payload: 12 },
}

describe('an archive', () => {
  it('has a request and its response with headers, sizes and timings', () => {
    const bytes = new Map([
      [1, latin1(requestHead)],
      [2, latin1(answerHead + body)],
    ])
    const har = harOf({ ...common, trace: { messages: [request, answer] }, bytes })
    expect(harProblems(har)).toEqual([])
    expect(har.log.entries).toMatchObject([
      {
        startedDateTime: '2023-11-14T22:13:20.100Z',
        time: 103,
        request: {
          method: 'GET',
          url: 'http://localhost:8081/polling?tab=1&since=e.4',
          headers: [
            { name: 'Host', value: 'localhost:8081' },
            { name: 'Accept', value: '*/*' },
          ],
          queryString: [
            { name: 'tab', value: '1' },
            { name: 'since', value: 'e.4' },
          ],
          headersSize: requestHead.length,
          bodySize: 0,
        },
        response: {
          status: 200,
          statusText: 'OK',
          headers: [
            { name: 'Content-Type', value: 'application/json' },
            { name: 'X', value: 'a:b' },
          ],
          content: { size: 40, mimeType: 'application/json', text: body },
          headersSize: answerHead.length,
          bodySize: 40,
        },
        timings: { send: 0, wait: 100.5, receive: 2.5 },
        connection: '7',
        _resourceType: 'fetch',
      },
    ])
  })

  it('says where no answer had come, and where the bytes are gone', () => {
    const har = harOf({ ...common, trace: { messages: [request] }, bytes: new Map() })
    expect(harProblems(har)).toEqual([])
    expect(har.log.entries).toMatchObject([
      {
        comment: 'no answer had come; the bytes were no longer kept, so headers are missing',
        request: { method: 'GET', url: 'http://localhost:8081/polling?tab=1&since=e.4', headers: [] },
        response: { status: 0, headersSize: -1, bodySize: -1 },
      },
    ])
  })

  it('has a WebSocket’s messages with way, time, opcode and text', () => {
    const opening = { ...base, transport: 'websocket', name: 'GET /websocket' } as const
    const frame = { ...base, transport: 'websocket', kind: 'frame', name: 'text', exchange: 1 } as const
    const framed = (text: string, maskKey: Uint8Array | null, opcode = 1) =>
      encodeFrame({ final: true, reserved: 0, opcode, maskKey, payload: new TextEncoder().encode(text) })
    const messages: Message[] = [
      opening,
      { ...answer, transport: 'websocket', status: 101, name: '101 Switching Protocols' },
      { ...frame, id: 3, way: 'up', fromMs: 300 },
      { ...frame, id: 4, way: 'down', fromMs: 400, endMs: 450 },
      { ...frame, id: 5, way: 'down', kind: 'control', name: 'ping', fromMs: 500, endMs: 550 },
    ]
    const bytes = new Map([
      [3, framed('{"publish":1}', Uint8Array.of(1, 2, 3, 4))],
      [4, framed('소식', null)],
    ])
    const [entry] = harOf({ ...common, trace: { messages }, bytes }).log.entries
    expect(entry?._resourceType).toBe('websocket')
    expect(entry?._webSocketMessages).toEqual([
      { type: 'send', time: 1_700_000_000.3, opcode: 1, data: '{"publish":1}' },
      { type: 'receive', time: 1_700_000_000.45, opcode: 1, data: '소식' },
      { type: 'receive', time: 1_700_000_000.55, opcode: 9, data: '' },
    ])
  })

  it('of all five transports is valid by the fields of HAR 1.2', () => {
    const trace = scriptedTrace({ rttMs: 100, untilMs: 6_000, eventsMs: scriptedArrivals(2, 6_000) })
    const har = harOf({ ...common, trace, bytes: new Map() })
    expect(harProblems(har)).toEqual([])
    const requests = trace.messages.filter(({ kind }) => kind === 'request')
    expect(har.log.entries).toHaveLength(requests.length)
  })
})

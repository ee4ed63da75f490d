import { describe, expect, it } from 'vitest'
import { momentsOf } from '../../client/page/replay/schedule.ts'
import { initialState } from '../../client/page/state.ts'
import { packRecording } from './pack.ts'
import type { MessageTelemetry } from './protocol.ts'

const message: MessageTelemetry = {
  ...{
    type: 'message',
    id: 40,
    connection: 9,
    tab: 2,
    transport: 'websocket',
    way: 'up',
    kind: 'frame',
    name: 'text',
  },
  ...{ fromMs: 1_100, toMs: null, endMs: null, bytes: { head: 0, framing: 6, envelope: 1, payload: 2 } },
  ...{ cursors: [], events: 0, empty: false, status: null, exchange: 31 },
}
const arrived = { ...message, toMs: 1_150, endMs: 1_150.04 }
const event = { type: 'event', cursor: 'e.7', sequence: 7, topic: null, recordBytes: 90 } as const

const recording = packRecording({
  hello: {
    ...{ type: 'hello', nowMs: 0, startedMs: 0, tab: 2, ports: { page: 1, link: 2, handshake: 3 } },
    ...{ settings: initialState.settings, epoch: 'e', tabs: 1 },
  },
  ...{ fromMs: 1_000, toMs: 3_000, poll: initialState.poll, holdMs: 25_000, recordedAt: new Date(0) },
  telemetry: [
    { type: 'connection', id: 9, atMs: 1_010, state: 'opened', how: null, clientPort: 5 },
    message,
    { ...event, intendedMs: 1_200, appendedMs: 1_201 },
    { ...event, cursor: 'e.1', sequence: 1, intendedMs: 900, appendedMs: 901 },
    arrived,
    { ...message, id: 12, fromMs: 990 },
  ],
  receipts: [
    { transport: 'websocket', cursor: 'e.7', atMs: 1_260 },
    { transport: 'websocket', cursor: 'e.1', atMs: 1_020 },
  ],
  bytes: new Map([[40, { type: 'bytes', id: 40, base64: btoa('\x81\x00'), runs: [['framing', 2]] }]]),
})

describe('a recording', () => {
  it('holds each message once, as it was last told, and nothing from before its time', () => {
    expect(recording.messages).toEqual([
      [1, 1, 4, 1, 3, 1, 'text', 100, 150, 150, [0, 6, 1, 2], [], null, 0, '\x81\x00', [1, 2]],
    ])
    expect(recording.events).toEqual([[7, 200, 201, 90]])
    expect(recording.receipts).toEqual([[4, 7, 260]])
    expect(recording.connections).toEqual([[1, 10, 0, 5]])
  })

  it('is played as the lab told it', () => {
    const told = momentsOf(recording, 0, 1_000).flatMap(moment =>
      'telemetry' in moment && moment.telemetry.type === 'message' ? [moment.telemetry] : [],
    )
    expect(told.map(({ fromMs, toMs, endMs }) => [fromMs, toMs, endMs])).toEqual([
      [1_100, null, null],
      [1_100, 1_150, 1_150],
    ])
    expect(told.at(-1)).toMatchObject({
      transport: 'websocket',
      way: 'up',
      kind: 'frame',
      bytes: message.bytes,
    })
  })
})

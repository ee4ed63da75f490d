import { describe, expect, it } from 'vitest'
import type { TelemetryOf } from '../context.ts'
import { createEchoLog, type EchoRow } from './echo-log.ts'

const row = (change: Partial<EchoRow>): Omit<EchoRow, 'frame'> => ({
  atMs: 1,
  way: 'none',
  kind: 'connecting',
  content: '',
  bytes: null,
  ...change,
})
const text = (way: 'up' | 'down', content: string) =>
  row({ way, kind: 'text', content, bytes: content.length })

function message(id: number, change: Partial<TelemetryOf<'message'>> = {}): TelemetryOf<'message'> {
  return {
    type: 'message',
    id,
    connection: 1,
    tab: 1,
    transport: 'echo',
    way: 'up',
    kind: 'frame',
    name: 'text',
    fromMs: 0,
    toMs: 0,
    endMs: 0,
    bytes: { head: 0, framing: 6, envelope: 0, payload: 0 },
    cursors: [],
    events: 0,
    empty: false,
    status: null,
    exchange: 0,
    ...change,
  }
}

describe('the log of the classroom socket', () => {
  it('joins each message with the frame that the link saw, whichever is told first', () => {
    const log = createEchoLog()
    log.add(row({}))
    log.seen(message(1, { kind: 'request' }), 1)
    log.seen(message(3), 1)
    log.add(text('up', 'a'))
    log.add(text('down', 'a/answer'))
    log.seen(message(4, { way: 'down' }), 1)
    log.add(text('up', 'b'))
    expect(log.rows.map(({ content, frame }) => [content, frame])).toEqual([
      ['', null],
      ['a', 3],
      ['a/answer', 4],
      ['b', null],
    ])
  })

  it('counts a frame once that telemetry tells of twice', () => {
    const log = createEchoLog()
    log.add(row({}))
    for (const id of [1, 1, 2, 2, 3]) log.seen(message(id, { kind: id === 1 ? 'request' : 'frame' }), 1)
    log.add(text('up', 'a'))
    log.add(text('up', 'b'))
    expect(log.rows.slice(1).map(({ frame }) => frame)).toEqual([2, 3])
  })

  it('shows the control frames that a page never sees', () => {
    const log = createEchoLog()
    log.add(row({}))
    log.seen(message(1, { kind: 'request' }), 1)
    log.seen(message(2, { kind: 'control', name: 'ping', way: 'down' }), 5)
    expect(log.rows.at(-1)).toEqual({
      atMs: 5,
      way: 'down',
      kind: 'control',
      content: 'ping',
      bytes: 6,
      frame: 2,
    })
  })

  it('passes over other transports, and what is left of a former connection', () => {
    const log = createEchoLog()
    log.add(row({}))
    log.seen(message(1, { kind: 'request' }), 1)
    log.seen(message(2), 1)
    log.add(row({}))
    log.seen(message(3, { transport: 'websocket' }), 1)
    log.seen(message(4, { kind: 'request', connection: 2 }), 1)
    log.seen(message(2), 1)
    log.seen(message(1, { kind: 'request' }), 1)
    log.seen(message(5), 1)
    log.seen(message(6, { connection: 2 }), 1)
    log.add(text('up', 'a'))
    expect(log.rows.map(({ frame }) => frame)).toEqual([null, 6])
  })

  it('keeps 200 rows, and the pairs of those that stay', () => {
    const log = createEchoLog()
    log.add(row({}))
    log.seen(message(1, { kind: 'request' }), 1)
    for (let id = 2; id <= 301; id += 1) {
      log.seen(message(id), 1)
      log.add(text('up', String(id)))
    }
    expect(log.rows).toHaveLength(200)
    expect(log.rows.every(({ content, frame }) => content === String(frame))).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import type { Telemetry } from '../../../bench/live/protocol.ts'
import { createTrace, feedTrace } from '../lab/trace.ts'
import { initialState } from '../state.ts'
import { createStore } from '../store.ts'
import { createReplayBooks } from './books.ts'
import { createStoppableClock } from './clock.ts'
import { readRecording } from './recording.ts'
import { momentsOf } from './schedule.ts'
import { createReplaySessions } from './sessions.ts'
import { createReplayTelemetry } from './telemetry.ts'
import { recordingFixture } from './test/recording.ts'

const recording = recordingFixture()
const moments = momentsOf(recording, 0, 0)
const told = moments.flatMap(moment => ('telemetry' in moment ? [moment.telemetry] : []))
const messages = told.filter(item => item.type === 'message')
const clock = createStoppableClock(() => 0)

describe('the clock of a replay', () => {
  it('stands still while it is stopped, and goes on where it stood', () => {
    let pageMs = 100
    const stoppable = createStoppableClock(() => pageMs)
    pageMs = 150
    stoppable.setRunning(false)
    pageMs = 1_150
    expect(stoppable.now()).toBe(150)
    stoppable.setRunning(true)
    stoppable.setRunning(true)
    pageMs = 1_160
    expect([stoppable.now(), stoppable.toPage(160), stoppable.toHost(1_160)]).toEqual([160, 1_160, 160])
  })
})

describe('the books of a replay', () => {
  it('are the sums of its messages, each once, with requests and connections', () => {
    const books = createReplayBooks(recording.tab)
    for (const message of messages) books.add(message)
    expect(books.take()).toEqual([
      {
        type: 'books',
        tab: 3,
        transport: 'polling',
        books: {
          up: { head: 404, framing: 0, envelope: 0, payload: 0, total: 404 },
          down: { head: 220, framing: 0, envelope: 30, payload: 90, total: 340 },
        },
        connections: { opened: 1, open: 1 },
        requests: { sent: 2, empty: 1 },
      },
    ])
    expect(books.take()).toEqual([])
    books.connectionClosed(1)
    expect(books.take()[0]?.connections).toEqual({ opened: 1, open: 0 })
    books.reset()
    expect(books.take()[0]?.requests).toEqual({ sent: 0, empty: 0 })
  })

  it('leave out what is not of this page', () => {
    const books = createReplayBooks(4)
    for (const message of messages) books.add(message)
    expect(books.take()).toEqual([])
  })
})

describe('the telemetry of a replay', () => {
  it('answers inspect from the recording, in later rounds too, and sends nothing else', async () => {
    const telemetry = createReplayTelemetry(recording, clock, createReplayBooks(3))
    const answers: Telemetry[] = []
    telemetry.on('bytes', answer => answers.push(answer))
    expect(telemetry.send({ type: 'inspect', id: 5 })).toBe(true)
    await Promise.resolve()
    expect(answers).toEqual([{ type: 'bytes', id: 5, base64: btoa('GET '), runs: [['head', 4]] }])
    expect(telemetry.send({ type: 'restart-server' })).toBe(false)
  })

  it('fills the trace as the lab does', () => {
    const telemetry = createReplayTelemetry(recording, clock, createReplayBooks(3))
    const trace = createTrace()
    feedTrace(trace, telemetry, () => 3)
    for (const moment of moments) {
      if ('receipt' in moment) trace.addReceipt(moment.receipt)
      else telemetry.tell([moment.telemetry])
    }
    expect(trace.messages.map(({ id, endMs }) => [id, endMs])).toEqual([
      [1, 60],
      [2, 111],
      [3, 1_050],
      [4, 1_150],
    ])
    expect(trace.receipts).toMatchObject([{ transport: 'polling', sequence: 5, atMs: 1_151 }])
  })
})

describe('the sessions of a replay', () => {
  it('say what each transport did, and count what it got', () => {
    const trace = createTrace()
    const sessions = createReplaySessions(createStore(initialState), trace, () => undefined)
    const states: string[] = []
    for (const moment of moments) {
      if ('receipt' in moment) sessions.received(moment.receipt)
      else if (moment.telemetry.type === 'message') sessions.message(moment.telemetry)
      else if (moment.telemetry.type === 'event') sessions.event(moment.telemetry)
      states.push(sessions.of('polling').state)
    }
    expect([...new Set(states)]).toEqual(['idle', 'waiting', 'gap'])
    expect(trace.states.map(({ state, atMs }) => [state, atMs])).toEqual([
      ['waiting', 10],
      ['gap', 111],
      ['waiting', 1_000],
      ['gap', 1_150],
    ])
    expect(sessions.of('polling').counts).toEqual({ delivered: 1, lost: 0, duplicated: 0, reordered: 0 })
    expect(sessions.shown.map(({ transport }) => transport)).toHaveLength(5)
  })
})

describe('a recording', () => {
  it('of another format is refused in one line', () => {
    expect(() => readRecording('{"format":"x"}')).toThrow('format: got "x", expected transport-lab/replay/1')
    expect(() => readRecording('null')).toThrow('format: got nothing, expected')
    expect(readRecording(JSON.stringify(recording))).toEqual(recording)
  })
})

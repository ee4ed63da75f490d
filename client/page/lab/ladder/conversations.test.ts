import { describe, expect, it } from 'vitest'
import type { TelemetryOf } from '../../context.ts'
import { ladderView } from '../test/ladder-picture.ts'
import { createTrace } from '../trace.ts'
import { loseConnections } from '../trace-loss.ts'
import { type Conversation, readConversations } from './conversations.ts'
import type { Message } from './message.ts'

type Given = Pick<Message, 'kind' | 'fromMs'> & Partial<Message>

/** A trace of these messages, with ids from 1. */
function traceOf(messages: readonly Given[], connections: readonly TelemetryOf<'connection'>[] = []) {
  const trace = createTrace()
  for (const [index, given] of messages.entries()) {
    const id = index + 1
    const common = {
      type: 'message',
      id,
      connection: 1,
      transport: 'long-polling',
      exchange: id,
      endMs: null,
    }
    trace.add({ ...common, toMs: given.endMs ?? null, name: '', events: 0, ...given } as Message)
  }
  for (const connection of connections) trace.add(connection)
  return trace
}
const closing = (id: number, atMs: number): TelemetryOf<'connection'> => ({
  ...{ type: 'connection', id, atMs, state: 'closed', how: 'end', clientPort: 50_000 },
})
const column = (trace: ReturnType<typeof createTrace>, index: number) =>
  readConversations(trace, ladderView({ fromMs: 0, toMs: 10_000 }))[index] as Conversation
const gapsOf = (trace: ReturnType<typeof createTrace>) =>
  column(trace, 1).gaps.map(({ answer, toMs }) => [answer.fromMs, toMs])

const answered: readonly Given[] = [
  { kind: 'request', fromMs: 1000, endMs: 1050 },
  { kind: 'response', fromMs: 2000, endMs: 2050, exchange: 1, status: 200 },
]
const lost: Given = { kind: 'request', fromMs: 2060 }

describe('the gap before a request that was lost', () => {
  it('lasts until the next request that comes', () => {
    const again: Given = { kind: 'request', fromMs: 3000, connection: 2 }
    const came: Given = { kind: 'request', fromMs: 4000, endMs: 4050, connection: 3 }
    expect(gapsOf(traceOf([...answered, lost, again, came]))).toEqual([[2000, 4050]])
  })

  it('ends where its connection closes, and no later request goes on with it', () => {
    const came: Given = { kind: 'request', fromMs: 4000, endMs: 4050, connection: 2 }
    expect(gapsOf(traceOf([...answered, lost], [closing(1, 3500)]))).toEqual([[2000, 3500]])
    expect(gapsOf(traceOf([...answered, lost, came], [closing(1, 3500)]))).toEqual([[2000, 3500]])
  })

  it('is open while nothing has come', () => {
    expect(gapsOf(traceOf([...answered, lost]))).toEqual([[2000, Number.POSITIVE_INFINITY]])
  })
})

describe('a tube whose head is not in the trace', () => {
  const chunk: Given = { kind: 'chunk', fromMs: 3000, endMs: 3050, transport: 'sse' }

  it('begins no earlier than the server is known to be up', () => {
    const trace = traceOf([chunk])
    expect(column(trace, 3).tubes[0]?.serverMs).toBe(Number.NEGATIVE_INFINITY)
    trace.add({ type: 'server', state: 'up', epoch: 'e', atMs: 2500 })
    expect(column(trace, 3).tubes[0]).toMatchObject({ serverMs: 2500, clientMs: 2500 })
  })
})

describe('what is open when telemetry is lost', () => {
  it('ends then: a tube, a held request and a gap, with a reset across each column', () => {
    const stream: readonly Given[] = [
      { kind: 'request', fromMs: 1000, endMs: 1050, transport: 'streaming', connection: 7 },
      { kind: 'response', fromMs: 1050, endMs: 1100, transport: 'streaming', connection: 7, status: 200 },
    ]
    const held: Given = { kind: 'request', fromMs: 2060, endMs: 2110 }
    const trace = traceOf([...stream, ...answered, held])
    loseConnections(trace, 6000)
    expect(column(trace, 2).tubes.map(({ endMs }) => endMs)).toEqual([6000])
    expect(column(trace, 1).holds.at(-1)).toEqual({ fromMs: 2110, toMs: 6000 })
    expect(column(trace, 2).connections).toMatchObject([{ id: 7, atMs: 6000, how: 'reset' }])

    const silent = traceOf([...answered, lost])
    loseConnections(silent, 6000)
    expect(gapsOf(silent)).toEqual([[2000, 6000]])
  })

  it('is told once of each connection, and not of those that had closed', () => {
    const trace = traceOf([...answered, { ...lost, connection: 2 }], [closing(1, 2500)])
    loseConnections(trace, 6000)
    loseConnections(trace, 7000)
    expect(trace.connections.map(({ id, atMs }) => [id, atMs])).toEqual([
      [1, 2500],
      [2, 6000],
    ])
  })
})

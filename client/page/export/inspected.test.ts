import { describe, expect, it } from 'vitest'
import type { Telemetry } from '../../../bench/live/protocol.ts'
import { createHandlers } from '../handlers.ts'
import { inspectAll } from './inspected.ts'

const never = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

function lab(answers: (id: number) => readonly Telemetry[]) {
  const { on, tell } = createHandlers()
  const asked: number[] = []
  return {
    asked,
    on,
    send(command: { readonly type: string; readonly id?: number }) {
      asked.push(command.id ?? 0)
      queueMicrotask(() => tell(answers(command.id ?? 0)))
      return true
    },
  }
}

const bytesOf = (id: number): Telemetry => ({ type: 'bytes', id, base64: btoa(`m${id}`), runs: [] })
const ids = Array.from({ length: 250 }, (_, index) => index + 1)

describe('messages that are inspected', () => {
  it('are asked for a hundred at a time, and all come', async () => {
    const telemetry = lab(id => [bytesOf(id)])
    const bytes = await inspectAll(telemetry, ids, never)
    expect(bytes.size).toBe(250)
    expect(new TextDecoder().decode(bytes.get(250))).toBe('m250')
  })

  it('end with what came when the lab falls silent', async () => {
    const telemetry = lab(id => (id === 30 ? [] : [bytesOf(id)]))
    const atOnceWhenQuiet = async (ms: number, signal: AbortSignal) => {
      for (let turn = 0; turn < 300; turn += 1) await Promise.resolve()
      if (signal.aborted) throw signal.reason
      expect(ms).toBe(1_500)
    }
    const bytes = await inspectAll(telemetry, ids, atOnceWhenQuiet)
    expect([bytes.size, bytes.has(30), telemetry.asked.length]).toEqual([99, false, 100])
  })

  it('are none without a connection', async () => {
    const telemetry = { on: createHandlers().on, send: () => false }
    expect((await inspectAll(telemetry, ids, never)).size).toBe(0)
  })
})

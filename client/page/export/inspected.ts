import { delay } from '../../delay.ts'
import type { TelemetryClient } from '../context.ts'
import { fromBase64 } from './http-head.ts'

/** How many messages are asked for at a time; more would crowd out telemetry itself. */
const atOnce = 100

/** How long without any answer all that is out is given up, in milliseconds. */
const patienceMs = 1_500

/** How a wait is made; a test gives its own. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** Asks for the bytes of messages; those that are kept no more are left out. `wait` is for tests. */
export async function inspectAll(
  telemetry: Pick<TelemetryClient, 'on' | 'send'>,
  ids: readonly number[],
  wait: Wait = delay,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const bytes = new Map<number, Uint8Array>()
  let onAnswer = () => {}
  const end = telemetry.on('bytes', ({ id, base64 }) => {
    bytes.set(id, fromBase64(base64))
    onAnswer()
  })
  try {
    for (let from = 0; from < ids.length; from += atOnce) {
      const asked = ids.slice(from, from + atOnce)
      if (asked.some(id => !telemetry.send({ type: 'inspect', id }))) break
      const isWhole = await answersTo(asked)
      if (!isWhole) break
    }
  } finally {
    end()
  }
  return bytes

  /** True once all have come; false when nothing came for a while. */
  async function answersTo(asked: readonly number[]): Promise<boolean> {
    for (;;) {
      if (asked.every(id => bytes.has(id))) return true
      const heard = new AbortController()
      onAnswer = () => heard.abort()
      const isSilent = await wait(patienceMs, heard.signal).then(
        () => true,
        (error: unknown) => {
          if (!heard.signal.aborted) throw error
          return false
        },
      )
      if (isSilent) return false
    }
  }
}

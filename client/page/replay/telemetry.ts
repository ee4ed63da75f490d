import type { Telemetry } from '../../../bench/live/protocol.ts'
import { byteCategories } from '../../../bench/wire/books.ts'
import type { HostClock, TelemetryClient, TelemetryOf } from '../context.ts'
import { createHandlers } from '../handlers.ts'
import type { ReplayBooks } from './books.ts'
import type { MessageRow, Recording } from './recording.ts'
import { spanOf } from './schedule.ts'

/** A telemetry client that nobody is behind: what is played tells it. */
export interface ReplayTelemetry extends TelemetryClient {
  tell(messages: readonly Telemetry[]): void
}

/** Creates it: `inspect` and `reset-books` are answered from the recording, any other command is not sent. */
export function createReplayTelemetry(
  recording: Recording,
  clock: HostClock,
  books: Pick<ReplayBooks, 'reset'>,
): ReplayTelemetry {
  const { on, tell } = createHandlers()
  const rows = new Map(recording.messages.map(row => [row[0], row]))
  const span = spanOf(recording)
  return {
    on,
    tell,
    clock,
    send(command) {
      if (command.type === 'reset-books') books.reset()
      else if (command.type === 'inspect') {
        const bytes = bytesOf(command.id, rows.get(((command.id - 1) % span.messages) + 1))
        // An answer never comes before the question has been asked to its end.
        queueMicrotask(() => tell([bytes]))
      } else return false
      return true
    },
    close: () => undefined,
  }
}

function bytesOf(id: number, row: MessageRow | undefined): TelemetryOf<'bytes'> {
  const flat = row?.[15] ?? []
  const runs = flat.flatMap((category, index) => {
    const name = byteCategories[category]
    return index % 2 === 1 || name === undefined ? [] : [[name, flat[index + 1] ?? 0] as const]
  })
  return { type: 'bytes', id, base64: btoa(row?.[14] ?? ''), runs }
}

import type { Telemetry } from '../../bench/live/protocol.ts'
import type { TelemetryOf } from './context.ts'

type Handler = (message: Telemetry) => void

/** Who wants to hear of which type of telemetry. */
export interface Handlers {
  on<T extends Telemetry['type']>(type: T, handler: (message: TelemetryOf<T>) => void): () => void
  /** Gives each message to the handlers of its type, in order; a type that nobody wants is passed over. */
  tell(messages: readonly Telemetry[]): void
}

/** Creates a table of handlers by type. */
export function createHandlers(): Handlers {
  const byType = new Map<Telemetry['type'], Set<Handler>>()
  return {
    on(type, handler) {
      const handlers = byType.get(type) ?? new Set()
      byType.set(type, handlers)
      handlers.add(handler as Handler)
      return () => handlers.delete(handler as Handler)
    },
    tell(messages) {
      for (const message of messages) {
        for (const handler of [...(byType.get(message.type) ?? [])]) handler(message)
      }
    },
  }
}

import type { Trace } from '../context.ts'

/**
 * Closes every connection of a trace that is still open, as a reset does: telemetry, which would tell how each ends, was
 * lost at `atMs` (the host's clock, in milliseconds).
 */
export function loseConnections(trace: Trace, atMs: number): void {
  const ports = new Map<number, number>()
  const closed = new Set<number>()
  for (const { id, state, clientPort } of trace.connections) {
    ports.set(id, clientPort)
    if (state === 'closed') closed.add(id)
  }
  const open = new Set(trace.messages.map(({ connection }) => connection).filter(id => !closed.has(id)))
  for (const id of open) {
    const clientPort = ports.get(id) ?? 0
    trace.add({ type: 'connection', id, atMs, state: 'closed', how: 'reset', clientPort })
  }
}

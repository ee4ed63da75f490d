import type { Cursor } from '../../../server/protocol.ts'
import type { Receipt, TelemetryClient, TelemetryOf, Trace } from '../context.ts'
import { createTraceList, type TraceList } from './trace-list.ts'

/** A receipt of the trace's own, which learns its sequence when telemetry tells of the event. */
type HeldReceipt = { -readonly [K in keyof Receipt]: Receipt[K] }

type Item = TelemetryOf<'message' | 'event' | 'connection' | 'server'>

/** Creates an empty trace. Times are the host's; what is newest says what is too old, so a replay needs no clock. */
export function createTrace(): Trace {
  const messages = createTraceList<TelemetryOf<'message'>>(({ fromMs }) => fromMs)
  const events = createTraceList<TelemetryOf<'event'>>(({ appendedMs }) => appendedMs)
  const receipts = createTraceList<HeldReceipt>(({ atMs }) => atMs)
  const connections = createTraceList<TelemetryOf<'connection'>>(({ atMs }) => atMs)
  const states = createTraceList<Trace['states'][number]>(({ atMs }) => atMs)
  const servers = createTraceList<TelemetryOf<'server'>>(({ atMs }) => atMs)
  const lists: readonly Pick<TraceList<unknown>, 'clear'>[] = [
    messages,
    events,
    receipts,
    connections,
    states,
    servers,
  ]

  const messageOf = new Map<number, TelemetryOf<'message'>>()
  const eventOf = new Map<Cursor, TelemetryOf<'event'>>()
  const unmatched = new Map<Cursor, HeldReceipt[]>()
  const listeners = new Set<(atMs: number) => void>()
  let newestMs = Number.NEGATIVE_INFINITY

  function changed(atMs: number): void {
    if (atMs > newestMs) {
      newestMs = atMs
      for (const { id } of messages.dropBefore(atMs)) messageOf.delete(id)
      for (const { cursor } of events.dropBefore(atMs)) eventOf.delete(cursor)
      for (const { cursor } of receipts.dropBefore(atMs)) unmatched.delete(cursor)
      for (const list of [connections, states, servers]) list.dropBefore(atMs)
    }
    for (const listener of listeners) listener(atMs)
  }

  /** Telemetry and the transports come by different ways: a receipt may be there before its event. */
  function match({ cursor, sequence }: TelemetryOf<'event'>): void {
    for (const receipt of unmatched.get(cursor) ?? []) receipt.sequence = sequence
    unmatched.delete(cursor)
  }

  const adders: { readonly [T in Item['type']]: (item: TelemetryOf<T>) => number } = {
    message(message) {
      const before = messageOf.get(message.id)
      messageOf.set(message.id, message)
      if (before) messages.replace(before, message)
      else for (const { id } of messages.add(message)) messageOf.delete(id)
      return message.fromMs
    },
    event(event) {
      eventOf.set(event.cursor, event)
      for (const { cursor } of events.add(event)) eventOf.delete(cursor)
      match(event)
      return event.appendedMs
    },
    connection(connection) {
      connections.add(connection)
      return connection.atMs
    },
    server(server) {
      servers.add(server)
      return server.atMs
    },
  }

  return {
    messages: messages.items,
    events: events.items,
    receipts: receipts.items,
    connections: connections.items,
    states: states.items,
    servers: servers.items,
    message: id => messageOf.get(id),
    event: cursor => eventOf.get(cursor),
    add: item => changed(adders[item.type](item as never)),
    addReceipt(receipt) {
      const { cursor } = receipt
      const sequence = receipt.sequence ?? eventOf.get(cursor)?.sequence ?? null
      const held: HeldReceipt = { ...receipt, sequence }
      for (const dropped of receipts.add(held)) unmatched.delete(dropped.cursor)
      if (sequence === null) unmatched.set(cursor, [...(unmatched.get(cursor) ?? []), held])
      changed(receipt.atMs)
    },
    addState(change) {
      states.add(change)
      changed(change.atMs)
    },
    clear() {
      for (const list of lists) list.clear()
      for (const map of [messageOf, eventOf, unmatched]) map.clear()
      newestMs = Number.NEGATIVE_INFINITY
      for (const listener of listeners) listener(Number.NEGATIVE_INFINITY)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * Fills a trace with what telemetry tells of this page, and of requests that bear no page's mark. Every hello begins it
 * anew: what went before is not known, and another process counts its ids from 1 again. Returns what ends that.
 */
export function feedTrace(
  trace: Trace,
  telemetry: Pick<TelemetryClient, 'on'>,
  tab: () => number | null,
): () => void {
  const ends = [
    telemetry.on('hello', ({ nowMs, epoch }) => {
      trace.clear()
      trace.add({ type: 'server', state: epoch === null ? 'down' : 'up', epoch, atMs: nowMs })
    }),
    telemetry.on('message', message => {
      if (message.tab === null || message.tab === tab()) trace.add(message)
    }),
    telemetry.on('event', trace.add),
    telemetry.on('connection', trace.add),
    telemetry.on('server', trace.add),
  ]
  return () => {
    for (const end of ends) end()
  }
}

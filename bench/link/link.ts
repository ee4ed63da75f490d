import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { derive } from '../../server/sources/random.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import { type Address, type Connection, openConnection } from './connection.ts'
import { checkSettings, noEffect, type Settings } from './settings.ts'
import type { Strike } from './stage.ts'
import { createTally, type LinkReport, type Tally } from './tally.ts'
import type { Tap } from './tap.ts'

/** What a link is made with; settings that are not given have no effect. */
export interface LinkOptions extends Partial<Settings> {
  readonly to: Address
  /** On 127.0.0.1; 0, the default, picks one. */
  readonly listenPort?: number
  /** Of everything random. */
  readonly seed: number
  /** From so many bytes held in one direction of a connection on, its source is not read; 262,144 by default. */
  readonly bufferBytes?: number
  /** An abort closes the link. */
  readonly signal: AbortSignal
}

/** A stretch of network between clients and a server. */
export interface Link {
  readonly port: number
  /** The most bytes that one direction of an open connection holds now. */
  heldBytes(): number
  /** Changes settings, for what enters from now on; throws a RangeError for one that cannot be. */
  set(changes: Partial<Settings>): void
  /** Sends both ends of every open connection a FIN. */
  cutAll(): void
  /** Sends both ends of every open connection a reset. */
  resetAll(): void
  report(): LinkReport
  /** The connections that their fates have struck since the last call, in turn. */
  takeStrikes(): readonly Strike[]
  /** Begins the report anew; connections that are open stay counted as open. */
  resetReport(): void
  /** Ends every connection and stops listening. Safe to call twice. */
  close(): Promise<void>
}

/** A bound that 100 ms each way reaches at 20 Mbit/s on one connection. */
export const defaultBufferBytes = 262_144

/**
 * Starts a link on 127.0.0.1. Several can share an agenda, which whoever made it closes. A tap is told what passes;
 * where a connection leads is read from `to` when it opens. Rejects with a RangeError
 * for a setting that cannot be, and with the system's error where the port cannot be had.
 */
export async function createLink(options: LinkOptions, agenda?: Agenda, tap?: Tap): Promise<Link> {
  const { to, listenPort = 0, seed, bufferBytes = defaultBufferBytes, signal, ...given } = options
  const settings: Settings = { ...noEffect, ...given }
  check(settings, bufferBytes)
  signal.throwIfAborted()
  const clock = agenda ?? (await createAgenda(signal))
  const connections = new Set<Connection>()
  const tally = createTally()
  const wires = { up: {}, down: {} }
  const strikes: Strike[] = []
  let accepted = 0
  let struck = 0
  const onStrike = (strike: Strike): void => {
    struck += 1
    strikes.push(strike)
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, client => {
    accepted += 1
    const number = accepted
    const connectionSeed = derive(seed, `connection ${number}`)
    track(connections, tally, onClosed =>
      openConnection({
        ...{ client, to, agenda: clock, settings, wires, bufferBytes, seed: connectionSeed, onClosed, tap },
        line: { number, fate: settings.fates[struck] ?? null, onStrike },
        onReleased: tally.released,
      }),
    )
  })
  const closeAll = async () => {
    for (const connection of connections) connection.destroy()
    await stopListening(server)
    if (!agenda) await clock.close()
  }
  try {
    await listen(server, listenPort, signal)
  } catch (error) {
    await closeAll()
    throw error
  }
  return {
    ...controls(settings, bufferBytes, connections, tally),
    takeStrikes: () => strikes.splice(0),
    ...closing(server, closeAll, signal),
  }
}

function track(connections: Set<Connection>, tally: Tally, open: (onClosed: () => void) => Connection): void {
  tally.opened()
  const connection = open(() => {
    if (connections.delete(connection)) tally.closed()
  })
  connections.add(connection)
}

function controls(
  settings: Settings,
  bufferBytes: number,
  connections: ReadonlySet<Connection>,
  tally: Tally,
): Omit<Link, 'port' | 'close' | 'takeStrikes'> {
  return {
    heldBytes: () => Math.max(0, ...[...connections].flatMap(({ heldBytes: { up, down } }) => [up, down])),
    set(changes) {
      check({ ...settings, ...changes }, bufferBytes)
      Object.assign(settings, changes)
      for (const connection of connections) connection.settingsChanged()
    },
    cutAll() {
      for (const connection of connections) connection.cut()
    },
    resetAll() {
      for (const connection of connections) connection.reset()
    },
    report: () => tally.report(settings.rttMs / 2),
    resetReport: tally.reset,
  }
}

function closing(
  server: Server,
  closeAll: () => Promise<void>,
  signal: AbortSignal,
): Pick<Link, 'port' | 'close'> {
  let closed: Promise<void> | undefined
  const close = () => {
    signal.removeEventListener('abort', close)
    closed ??= closeAll()
    return closed
  }
  signal.addEventListener('abort', close, { once: true })
  return { port: (server.address() as AddressInfo).port, close }
}

async function listen(server: Server, port: number, signal: AbortSignal): Promise<void> {
  server.listen({ port, host: '127.0.0.1', backlog: 4_096 })
  await once(server, 'listening', { signal })
}

async function stopListening(server: Server): Promise<void> {
  if (server.listening) await new Promise(resolve => server.close(resolve))
}

/** A proxy that could hold more than half of the bound would keep its source from being read, and wait for ever. */
function check(settings: Settings, bufferBytes: number): void {
  checkSettings(settings)
  const mostBytes = Math.floor(bufferBytes / 2)
  if (settings.proxyHoldBytes === null || settings.proxyHoldBytes <= mostBytes) return
  const expected = `at most half of bufferBytes (${mostBytes})`
  throw new RangeError(`proxyHoldBytes must be ${expected}, got ${settings.proxyHoldBytes}`)
}

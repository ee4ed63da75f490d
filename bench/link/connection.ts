import { connect, type Socket } from 'node:net'
import { createRandom, derive } from '../../server/sources/random.ts'
import type { Way } from '../wire/books.ts'
import type { Agenda } from './agenda.ts'
import { createPipe } from './pipe.ts'
import type { Settings } from './settings.ts'
import type { LineConnection } from './stage.ts'
import type { Tap } from './tap.ts'

/** Where a link leads. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** What a connection through the link is made with. */
export interface ConnectionOptions {
  readonly client: Socket
  readonly to: Address
  readonly agenda: Agenda
  readonly settings: Settings
  readonly line: LineConnection
  readonly wires: Readonly<Record<Way, object>>
  /** Of this connection alone. */
  readonly seed: number
  readonly bufferBytes: number
  readonly onReleased: (way: Way, bytes: number, lateMs: number | undefined) => void
  /** Both legs are gone. */
  readonly onClosed: () => void
  readonly tap?: Tap | undefined
}

/** A client's connection and its continuation to the server. */
export interface Connection {
  readonly heldBytes: Readonly<Record<Way, number>>
  settingsChanged(): void
  /** Sends both ends a FIN down the line. */
  cut(): void
  /** Sends both ends a reset down the line. */
  reset(): void
  /** Ends both legs at once. */
  destroy(): void
}

/** Opens a connection for a client that the link has accepted; the server sees it when the opening has come through. */
export function openConnection(options: ConnectionOptions): Connection {
  const { client, agenda } = options
  let server: Socket | undefined
  let wasReset = false
  const openedMs = agenda.now()
  const tap = options.tap?.({ clientPort: client.remotePort ?? 0, atMs: openedMs })
  const tapped = {
    up: tap && {
      onEntered: tap.upEntered,
      onWritten: (bytes: Buffer) => tap.upLeft(bytes.length, agenda.now()),
    },
    down: tap && {
      onWritten: (bytes: Buffer, arrivedMs: number) => tap.downLeft(bytes, arrivedMs, agenda.now()),
    },
  }
  const pipes = { up: pipeOf('up', connectServer), down: pipeOf('down', () => {}) }

  function pipeOf(way: Way, onOpen: () => void) {
    const { settings, line, wires, seed, bufferBytes, onReleased } = options
    return createPipe({
      way,
      connection: line,
      openedMs,
      settings,
      wire: wires[way],
      random: label => createRandom(derive(seed, `${label} ${way}`)),
      now: agenda.now,
      at: agenda.at,
      bufferBytes,
      onOpen,
      onReset: () => endLegs('resetAndDestroy'),
      onReleased: (bytes, lateMs) => onReleased(way, bytes, lateMs),
      ...tapped[way],
    })
  }

  function connectServer(): void {
    server = connect({ ...options.to, noDelay: true, allowHalfOpen: true })
    server.once('close', onLegClosed)
    pipes.down.readFrom(server)
    pipes.up.writeTo(server)
  }

  function onLegClosed(): void {
    if (client.closed && (!server || server.closed)) {
      stop()
      options.onClosed()
    }
  }

  function stop(): void {
    pipes.up.stop()
    pipes.down.stop()
  }

  function endLegs(how: 'destroy' | 'resetAndDestroy'): void {
    stop()
    wasReset ||= how === 'resetAndDestroy'
    client[how]()
    server?.[how]()
  }

  if (tap) client.once('close', failed => tap.closed(failed || wasReset ? 'reset' : 'end', agenda.now()))
  client.once('close', onLegClosed)
  pipes.down.writeTo(client)
  pipes.up.enter('open')
  pipes.up.readFrom(client)
  return {
    get heldBytes() {
      return { up: pipes.up.heldBytes, down: pipes.down.heldBytes }
    },
    settingsChanged() {
      pipes.up.settingsChanged()
      pipes.down.settingsChanged()
    },
    cut() {
      pipes.up.enter('end')
      pipes.down.enter('end')
    },
    reset() {
      pipes.up.enter('reset')
      pipes.down.enter('reset')
    },
    destroy: () => endLegs('destroy'),
  }
}

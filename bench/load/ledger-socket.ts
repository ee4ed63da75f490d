import type { ClientRequestArgs } from 'node:http'
import { type NetConnectOpts, Socket } from 'node:net'
import type { ConnectionLedger } from '../wire/connection.ts'

type Chunks = Parameters<NonNullable<Socket['_writev']>>[0]

function asBytes(chunk: Uint8Array | string, encoding: BufferEncoding): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk
}

/**
 * A client's TCP socket that shows every byte to a ledger: outbound as it is handed to the kernel, inbound as it
 * arrives, so that bytes put back by `unshift` after an upgrade are not counted twice.
 */
export class LedgerSocket extends Socket {
  readonly #ledger: ConnectionLedger

  constructor(ledger: ConnectionLedger) {
    super()
    this.#ledger = ledger
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk instanceof Uint8Array) this.#ledger.down(chunk)
    return super.push(chunk, encoding)
  }

  override _write(
    chunk: Uint8Array | string,
    encoding: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    this.#sent(asBytes(chunk, encoding))
    super._write(chunk, encoding, callback)
  }

  override _writev(chunks: Chunks, callback: (error?: Error | null) => void): void {
    for (const { chunk, encoding } of chunks) this.#sent(asBytes(chunk, encoding))
    super._writev!(chunks, callback)
  }

  /** What is written before the connection stands is sent once it does, or never. */
  #sent(bytes: Uint8Array): void {
    if (this.connecting) this.once('connect', () => this.#ledger.up(bytes))
    else this.#ledger.up(bytes)
  }
}

/** Where to connect: a host and port, also as `http.request` and `ws` give them to `createConnection`. */
export type OpenOptions = NetConnectOpts | ClientRequestArgs

/** Opens a TCP connection whose bytes `ledger` sees as they pass. */
export function openLedgerSocket(options: OpenOptions, ledger: ConnectionLedger): LedgerSocket {
  const socket = new LedgerSocket(ledger)
  socket.connect(options as NetConnectOpts)
  return socket
}

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm, watch } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import type { Books, Way } from '../wire/books.ts'

/** What a capture holds of the requests for a path and of their answers. */
export interface CapturedPath extends Books {
  readonly requests: number
}

/** What a capture of a port holds, read by the oracle. */
export interface Captured extends Books {
  /** Established ones. */
  readonly connections: number
  /** TCP segments with payload, as the loopback interface carries them: one of up to 64 KiB is one. */
  readonly segments: Readonly<Record<Way, number>>
  /** By the path of the request, without its query. */
  readonly paths: Readonly<Record<string, CapturedPath>>
}

/** A capture that runs. */
export interface Capture {
  /** Its file, which goes with the test. */
  readonly path: string
  /** Ends it and reads it. All sockets of the port must be closed, and nothing may listen there any more. */
  read(): Promise<Captured>
}

const oracle = fileURLToPath(new URL('oracle.py', import.meta.url))
const needed = 'a capture needs `apt-get install tcpdump` and root or CAP_NET_RAW'

/**
 * A slot of the kernel's ring is as long as the longest packet that is kept whole (64 KiB and heads on loopback);
 * 96 MiB are some 1,400 of them, which a busy machine has time to read.
 */
const room = ['-s', '65600', '-B', '98304']

/** Captures a port of the loopback interface until it is read. Rejects with one line where that is not possible. */
export async function startCapture(port: number, program = 'tcpdump'): Promise<Capture> {
  const path = join(await mkdtemp(join(tmpdir(), 'capture-')), 'port.pcap')
  const file = await open(path, 'w')
  const how = [...'-i lo -w - -U --immediate-mode'.split(' '), ...room, 'tcp', 'port', String(port)]
  // It writes to a file that is open already, since as root it gives up its rights before it opens one.
  const child = spawn(program, how, { stdio: ['ignore', file.fd, 'pipe'] })
  let said = ''
  const listening = new Promise<undefined>(resolve => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('listening on')) resolve(undefined)
    })
  })
  const ended = once(child, 'close').then(() => said)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await rm(dirname(path), { recursive: true })
  })
  const reason = await Promise.race([listening, ended]).catch((error: Error) => error.message)
  await file.close()
  if (reason !== undefined) throw new Error(`${program}: ${oneLine(reason)}; ${needed}`)

  return {
    path,
    async read() {
      await flushed(path, port)
      child.kill('SIGINT')
      const summary = await ended
      if (!/^0 packets dropped by kernel/m.test(summary)) throw new Error(oneLine(summary))
      return readCapture(path, port)
    },
  }
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ', ') || 'ended without a word'
}

/**
 * Resolves when all that was sent before is in the file: packets come in their order, so a connection attempt from
 * an address that nobody else has is sent behind them, and awaited. It is refused, and the oracle passes it over.
 */
async function flushed(path: string, port: number): Promise<void> {
  const done = new AbortController()
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(5_000)])
  const changes = watch(path, { signal })[Symbol.asyncIterator]()
  let change = changes.next()
  const attempt = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
  const [error] = (await once(attempt, 'error', { signal })) as [NodeJS.ErrnoException]
  if (error.code !== 'ECONNREFUSED') throw error
  const addresses = Buffer.from([127, 0, 0, 2, 127, 0, 0, 1])
  while (!(await readFile(path)).includes(addresses)) {
    await change
    change = changes.next()
  }
  change.catch(() => {})
  done.abort()
}

/** Asks the oracle what a file of `tcpdump -w` holds of a server's port. Rejects with what it could not read. */
export async function readCapture(path: string, port: number): Promise<Captured> {
  const { stdout } = await promisify(execFile)('python3', [oracle, path, String(port)])
  return JSON.parse(stdout) as Captured
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { head, openRaw } from './test/raw-connection.ts'
import { closePayload, opcodes, openRawWebSocket } from './test/raw-websocket.ts'

const bundle = fileURLToPath(new URL('../.build/server.js', import.meta.url))

/** Starts the server as `npm run server` does, and keeps what it prints. */
function startProcess(...args: string[]) {
  const child = spawn(process.execPath, ['--enable-source-maps', bundle, ...args])
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    printed.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    printed.stderr += text
  })
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>
  onTestFinished(async () => {
    if (isRunning(child)) child.kill('SIGKILL')
    await closed
  })
  return { child, printed, closed }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

/** Starts the server on a free port and waits until it says where. */
async function startListening(...args: string[]) {
  const started = startProcess('--port', '0', '--feed', 'none', ...args)
  await expect.poll(() => started.printed.stdout, { timeout: 10_000 }).toContain('\n')
  const [, port] = /^listening on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(started.printed.stdout) ?? []
  return { ...started, port: Number(port) }
}

describe('the server as a process', () => {
  it('says where it listens in one line, and serves there', async () => {
    const { printed, port, child, closed } = await startListening()
    expect(printed).toEqual({ stdout: `listening on http://127.0.0.1:${port}\n`, stderr: '' })
    const health = await (await fetch(`http://127.0.0.1:${port}/health`)).json()
    expect(health).toMatchObject({ status: 'ok', head: `${health.epoch}.0` })
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
  })

  it('is found at its own line when it listens on IPv6', async () => {
    const { printed } = startProcess('--port', '0', '--feed', 'none', '--host', '::1')
    await expect.poll(() => printed.stdout + printed.stderr, { timeout: 10_000 }).toContain('\n')
    // Where there is no IPv6 it says so in one line, too.
    expect(printed.stdout + printed.stderr).toMatch(
      /^(listening on http:\/\/\[::1\]:\d+|server: listen .* ::1)\n$/,
    )
  })

  it('prints its help and ends', async () => {
    const { printed, closed } = startProcess('--help')
    expect(await closed).toEqual([0, null])
    expect(printed.stdout).toMatch(/^npm run server -- \[options\]/)
    expect(printed.stderr).toBe('')
  })

  it.each([
    [['--prot', '1'], "server: Unknown option '--prot' (--help lists the flags)\n"],
    [['--port', 'high'], 'server: --port must be a whole number from 0 to 65535, got "high"\n'],
    [['nonsense'], 'server: every option begins with --, got "nonsense"\n'],
    [
      ['--speed', '1', '--rate', '1'],
      'server: speed and rate must not be given together, got speed 1 and rate 1\n',
    ],
    [
      ['--feed', '/no/such.ndjson'],
      'server: feed must be earthquakes, none, - or a readable NDJSON file, got "/no/such.ndjson" (ENOENT)\n',
    ],
  ])('ends with 2 and one line at %j', async (args, line) => {
    const { printed, closed } = startProcess('--port', '0', ...args)
    expect(await closed).toEqual([2, null])
    expect(printed).toEqual({ stdout: '', stderr: line })
  })

  it('ends with 1 and one line when its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { printed, closed } = startProcess('--port', String(port))
    expect(await closed).toEqual([1, null])
    const stderr = `server: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`
    expect(printed).toEqual({ stdout: '', stderr })
  })

  it('ends with 1 and one line when its host is not to be found', async () => {
    const { printed, closed } = startProcess(
      '--port',
      '0',
      '--feed',
      'none',
      '--host',
      'no-such-host.invalid',
    )
    expect(await closed).toEqual([1, null])
    expect(printed.stdout).toBe('')
    expect(printed.stderr).toMatch(/^server: getaddrinfo \w+ no-such-host\.invalid\n$/)
  })

  it('ends with 0 at SIGTERM: held polls answered, streams ended, WebSockets closed with 1001', async () => {
    const { port, child, closed, printed } = await startListening()
    const { head: cursor } = await (await fetch(`http://127.0.0.1:${port}/health`)).json()
    const paths = ['/long-polling', '/streaming', '/sse']
    const [poll, streaming, sse] = paths.map(path => {
      const raw = openRaw(port)
      raw.send(head(`GET ${path}?since=${cursor}`))
      return raw
    })
    const websocket = await openRawWebSocket(port)
    const echo = await openRawWebSocket(port, '/echo')
    expect(await websocket.message()).toEqual({ cursor })
    await expect
      .poll(async () => (await (await fetch(`http://127.0.0.1:${port}/health`)).json()).subscribers)
      .toEqual({ polling: 0, 'long-polling': 1, streaming: 1, sse: 1, websocket: 1 })

    child.kill('SIGTERM')
    expect(await poll!.response()).toMatchObject({ status: 204, headers: { connection: 'close' } })
    // Read to the last chunk: the streams are whole.
    expect((await streaming!.response()).body).toBe(`{"cursor":"${cursor}"}\n`)
    expect((await sse!.response()).body).toBe(`id: ${cursor}\n\n`)
    for (const raw of [poll!, streaming!, sse!]) {
      expect((await raw.rest()).length).toBe(0)
      raw.end()
    }
    for (const channel of [websocket, echo]) {
      expect(await channel.closeCode()).toBe(1001)
      channel.send(closePayload(1001), { opcode: opcodes.close })
      channel.end()
    }
    expect(await closed).toEqual([0, null])
    expect(printed.stderr).toBe('')
  })

  it('ends with 0 at SIGTERM though its clients do not play along', async () => {
    const { port, child, closed } = await startListening()
    const silent = await openRawWebSocket(port)
    const half = openRaw(port)
    half.send('GET /polling HT')
    await silent.message()
    child.kill('SIGTERM')
    expect(await silent.closeCode()).toBe(1001)
    expect(await closed).toEqual([0, null])
  })
})

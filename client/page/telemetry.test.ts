import { describe, expect, it } from 'vitest'
import type { Telemetry } from '../../bench/live/protocol.ts'
import { createTelemetry, type TelemetrySocket } from './telemetry.ts'

/** A socket that the test opens, feeds and closes. */
class ScriptedSocket extends EventTarget {
  readyState = 0
  readonly sent: unknown[] = []

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  open(): void {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }
  tell(...messages: readonly Telemetry[]): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(messages) }))
  }
  close(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.dispatchEvent(new Event('close'))
  }
}

/** A client whose waits end only when the test says so. */
function start(random = 1) {
  const sockets: ScriptedSocket[] = []
  const seen: unknown[] = []
  const waits: { readonly ms: number; readonly end: () => void }[] = []
  let nowMs = 0
  const client = createTelemetry({
    url: new URL('ws://localhost/telemetry'),
    openSocket() {
      const socket = new ScriptedSocket()
      sockets.push(socket)
      return socket as unknown as TelemetrySocket
    },
    now: () => nowMs,
    random: () => random,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, end: resolve })
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    onState: state => seen.push(state),
    onClock: reading => seen.push(reading),
  })
  const socket = (index = -1) => sockets.at(index) as ScriptedSocket
  const setNow = (ms: number) => {
    nowMs = ms
  }
  return { client, sockets, socket, seen, waits, setNow }
}

const settled = () => new Promise(resolve => setImmediate(resolve))

describe('the telemetry client', () => {
  it('gives each message to the listeners of its type, in order', () => {
    const { client, socket } = start()
    const tabs: number[] = []
    const end = client.on('tabs', message => tabs.push(message.tabs))
    socket().open()
    socket().tell({ type: 'tabs', tabs: 1 }, { type: 'problem', text: 'no' }, { type: 'tabs', tabs: 2 })
    end()
    socket().tell({ type: 'tabs', tabs: 3 })
    expect(tabs).toEqual([1, 2])
  })

  it('sends only while it is connected, and says so', () => {
    const { client, socket } = start()
    expect(client.send({ type: 'restart-server' })).toBe(false)
    socket().open()
    expect(client.send({ type: 'restart-server' })).toBe(true)
    socket().close()
    expect(client.send({ type: 'reset-books' })).toBe(false)
    expect(socket().sent).toEqual([{ type: 'ping', sentMs: 0 }, { type: 'restart-server' }])
  })

  it('waits twice as long after each failure, up to 5 s, and from the start again after an opening', async () => {
    const { sockets, socket, seen, waits } = start()
    for (let failure = 0; failure < 6; failure += 1) {
      socket().close()
      await settled()
      waits.at(-1)?.end()
      await settled()
    }
    expect(waits.map(({ ms }) => ms)).toEqual([250, 500, 1000, 2000, 4000, 5000])
    expect(sockets).toHaveLength(7)
    socket().open()
    socket().close()
    await settled()
    expect(waits.at(-1)?.ms).toBe(250)
    expect(seen).toEqual(['lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'open', 'lost'])
  })

  it('reads the host’s clock from the answers to its pings', async () => {
    const { client, socket, seen, waits, setNow } = start()
    socket().open()
    setNow(4)
    socket().tell({ type: 'clock', echoMs: 0, receivedMs: 1002, sentMs: 1002 })
    expect(seen).toEqual(['open', { offsetMs: 1000, errorMs: 2 }])
    expect(client.clock.now()).toBe(1004)
    for (let sent = 1; sent <= 8; sent += 1) {
      waits.at(-1)?.end()
      await settled()
    }
    expect(waits.map(({ ms }) => ms)).toEqual([100, 100, 100, 100, 100, 100, 100, 5000, 5000])
    expect(socket().sent).toHaveLength(9)
  })

  it('forgets the clock of a lab that is gone', async () => {
    const { client, socket, waits, setNow } = start()
    socket().open()
    setNow(4)
    socket().tell({ type: 'clock', echoMs: 0, receivedMs: 1002, sentMs: 1002 })
    socket().close()
    await settled()
    waits.at(-1)?.end()
    await settled()
    socket().open()
    expect(client.clock.now()).toBe(4)
  })

  it('does not come back once it was closed', async () => {
    const { client, sockets, socket } = start()
    socket().open()
    client.close()
    await settled()
    expect(socket().readyState).toBe(3)
    expect(sockets).toHaveLength(1)
  })
})

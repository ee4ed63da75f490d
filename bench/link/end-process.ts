import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { monotonicMs } from '../../server/sources/clock.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { at } from '../at.ts'
import { answerCalls } from '../calls.ts'
import { createMessageReader, encodeMessage } from './messages.ts'

/** The messages that came, in the order in which they came; times on the host's monotonic clock. */
export interface Received {
  readonly sequences: Float64Array
  readonly sentMs: Float64Array
  readonly receivedMs: Float64Array
}

/** Where an end listens on 127.0.0.1. */
interface EndPorts {
  /** Whoever connects is the other end of the line. */
  readonly line: number
  /** Answers what comes with the same. */
  readonly echo: number
}

/** The calls of one end of a line, which takes the times that the link's own are held against. */
export interface LinkEndCalls {
  listen(argument: undefined): Promise<EndPorts>
  /** Connects the line to a port. */
  connect(port: number): Promise<void>
  /** Sends a numbered message, with its time, at or just after each of these times; answers after the last. */
  send(timesMs: Float64Array): Promise<void>
  /** Hands over what came since the last time, when it is `count` messages, or what there is at the deadline. */
  take(until: { readonly count: number; readonly deadlineMs: number }): Promise<Received>
  /** Opens connections at these times; answers how long each took from connect() to the first byte of an echo. */
  openFresh(fresh: { readonly port: number; readonly timesMs: Float64Array }): Promise<Float64Array>
}

const clock = createMetronome(new AbortController().signal)
let line: Socket | undefined
let received: { sequence: number; sentMs: number; receivedMs: number }[] = []
let onReceived = () => {}

function useLine(socket: Socket): void {
  line = socket
  let receivedMs = 0
  const reader = createMessageReader((sequence, sentMs) => received.push({ sequence, sentMs, receivedMs }))
  // What a broken line does not carry is counted as lost.
  socket.on('error', () => {})
  socket.on('data', (bytes: Buffer) => {
    receivedMs = monotonicMs()
    reader.read(bytes)
    onReceived()
  })
}

async function listenWith(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer({ noDelay: true }, onSocket)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

function echo(socket: Socket): void {
  socket.on('error', () => {})
  socket.pipe(socket)
}

async function openOne(port: number): Promise<number> {
  const startMs = monotonicMs()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.write('?')
  const gone = once(socket, 'close').then(() => Promise.reject(new Error('a fresh connection had no answer')))
  await Promise.race([once(socket, 'data'), gone])
  const tookMs = monotonicMs() - startMs
  gone.catch(() => {})
  socket.destroy()
  return tookMs
}

const calls: LinkEndCalls = {
  async listen() {
    const [line, echoes] = await Promise.all([listenWith(useLine), listenWith(echo)])
    return { line, echo: echoes }
  },
  async connect(port) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    useLine(socket)
  },
  async send(timesMs) {
    for (const [sequence, timeMs] of timesMs.entries()) {
      await clock.at(timeMs)
      line?.write(encodeMessage(sequence, monotonicMs()))
    }
  },
  async take({ count, deadlineMs }) {
    const enough = new Promise<void>(resolve => {
      onReceived = () => received.length >= count && resolve()
      onReceived()
    })
    await Promise.race([enough, at(deadlineMs)])
    const taken = received
    received = []
    return {
      sequences: Float64Array.from(taken, ({ sequence }) => sequence),
      sentMs: Float64Array.from(taken, ({ sentMs }) => sentMs),
      receivedMs: Float64Array.from(taken, ({ receivedMs }) => receivedMs),
    }
  },
  async openFresh({ port, timesMs }) {
    const opened: Promise<number>[] = []
    for (const timeMs of timesMs) {
      await clock.at(timeMs)
      opened.push(openOne(port))
    }
    return Float64Array.from(await Promise.all(opened))
  },
}

answerCalls(calls)

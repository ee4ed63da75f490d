import type { Socket } from 'node:net'
import { type ReadFrame, readFrame } from '../../../client/page/handshake/frame.ts'
import { endLingering } from '../../../server/linger.ts'
import { closeAnswer, pongFrame, type Script } from './scripts.ts'
import type { Recorder } from './transcripts.ts'

/** The most bytes that a client may send in one frame here; past it the connection is reset. */
const maxFrameBytes = 65_536

/** The two sides of a conversation: how to write, and what to write down. */
interface Line {
  readonly socket: Socket
  readonly recorder: Recorder
}

function write({ socket, recorder }: Line, bytes: Uint8Array): void {
  recorder.bytes('down', bytes)
  socket.write(bytes)
}

function reset({ socket, recorder }: Line): void {
  recorder.end('server-reset')
  socket.resetAndDestroy()
}

function close(line: Line): void {
  line.recorder.end('server-end')
  endLingering(line.socket)
}

/**
 * Talks with a client whose handshake was answered: its first message gets the script's answer and later ones the
 * same, pings pongs, a close a close. `early` came behind the request's head.
 */
export function converse(socket: Socket, early: Buffer, script: Script, recorder: Recorder): void {
  const line: Line = { socket, recorder }
  let unread: Uint8Array = early
  let closed = false

  function take(frame: ReadFrame): void {
    if (frame.opcode === 8) {
      // Whoever began to close has the other's close now; then the server ends the TCP connection first.
      if (!closed) write(line, closeAnswer(frame.payload))
      closed = true
      close(line)
    } else if (frame.opcode === 9 && !closed) write(line, pongFrame(frame.payload))
    else if (frame.opcode <= 2 && !closed) closed = answer(line, script, frame)
  }

  function read(bytes: Uint8Array): void {
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes])
    for (let frame = readFrame(unread); frame && !socket.destroyed; frame = readFrame(unread)) {
      const frameBytes = frame.headerBytes + frame.payloadBytes
      if (frameBytes > maxFrameBytes) {
        reset(line)
        return
      }
      if (unread.length < frameBytes) return
      recorder.bytes('up', unread.subarray(0, frameBytes))
      unread = unread.subarray(frameBytes)
      take(frame)
    }
  }

  socket.on('data', read)
  read(Buffer.alloc(0))
}

/** Sends the script's answer to a message; says whether it began to close. */
function answer(line: Line, script: Script, { payload }: ReadFrame): boolean {
  const bytes = script(new TextDecoder().decode(payload))
  if (bytes === 'reset') {
    reset(line)
    return true
  }
  for (const one of bytes) write(line, one)
  return bytes.some(one => (one[0]! & 15) === 8 && one[0]! >= 128)
}

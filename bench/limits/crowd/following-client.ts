import { handshakeFields } from '../../yardsticks/load/handshake.ts'
import { type Client, type ClientOptions, getRequest, openSocket } from './client.ts'
import { createRecordReader } from './records.ts'

/** Sends one request and reads the records of whatever comes back. */
export function followingClient(path: string, { port, topic, onRecord, onBroken }: ClientOptions): Client {
  const read = createRecordReader(onRecord)
  let isReady = () => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })
  const socket = openSocket(port, bytes => {
    isReady()
    read(bytes)
  })
  const fields = path === '/websocket' ? handshakeFields() : []
  socket.write(getRequest(topic === undefined ? path : `${path}?topic=${topic}`, fields))
  socket.on('error', error => onBroken(error.message))
  socket.on('end', () => onBroken('the server ended the connection'))
  return { ready, close: () => socket.destroy() }
}

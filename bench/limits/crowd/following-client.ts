import { handshakeFields } from '../../yardsticks/load/handshake.ts'
import { type Client, type ClientOptions, getRequest, openConnection } from './client.ts'
import { createRecordReader } from './records.ts'

/** Sends one request and reads the records of what comes back. */
export function followingClient(path: string, { port, topic, onRecord, onBroken }: ClientOptions): Client {
  const read = createRecordReader(onRecord)
  let isOpen = false
  let close = () => {}
  const ready = new Promise<void>((resolve, reject) => {
    const connection = openConnection(
      port,
      bytes => {
        if (!isOpen) checkStatus(bytes)
        isOpen = true
        resolve()
        read(bytes)
      },
      reason => {
        reject(new Error(reason))
        onBroken(reason)
      },
    )
    const fields = path === '/websocket' ? handshakeFields() : []
    connection.write(getRequest(topic === undefined ? path : `${path}?topic=${topic}`, fields))
    ;({ close } = connection)
  })
  return { ready, close }
}

/** Throws unless a response begins with a 200, or a 101 (RFC 9112 section 4). */
function checkStatus(head: Buffer): void {
  const [line = ''] = head.toString('latin1', 0, 64).split('\r\n')
  if (!/^HTTP\/1\.1 (200|101) /.test(line)) throw new Error(`the server answered ${line}`)
}

import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { recordAt } from './record.ts'
import { httpOptions, listen, type OpenSubject } from './subject.ts'

/** A WebSocket server that is `ws` and nothing else: it sends each record as soon as it is made. */
export const bareWs: OpenSubject = async () => {
  const server = createServer(httpOptions)
  const { clients } = new WebSocketServer({ server, perMessageDeflate: false })
  let sequence = 0
  const publish = () => {
    sequence += 1
    const record = recordAt(sequence)
    for (const channel of clients) channel.send(record)
  }
  return { port: await listen(server), target: '/', publish }
}

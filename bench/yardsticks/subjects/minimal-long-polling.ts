import { createServer, type ServerResponse } from 'node:http'
import { cursorAt, recordAt } from './record.ts'
import { httpOptions, listen, type OpenSubject } from './subject.ts'

const fields = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Content-Length']

/** Holds every request that stands at the head, and answers them all with one body made once an event. */
export const minimalLongPolling: OpenSubject = async () => {
  const records: string[] = []
  const held = new Set<ServerResponse>()

  /** Everything after a place in the log. */
  function bodyFrom(place: number): Buffer {
    return Buffer.from(
      `{"cursor":"${cursorAt(records.length)}","events":[${records.slice(place).join(',')}]}`,
    )
  }

  function publish(): void {
    records.push(recordAt(records.length + 1))
    const body = bodyFrom(records.length - 1)
    const waiting = [...held]
    held.clear()
    for (const response of waiting) answer(response, body)
  }

  const server = createServer(httpOptions, (request, response) => {
    const url = request.url!
    const place = Number(url.slice(url.lastIndexOf('.') + 1))
    if (place === records.length) {
      held.add(response)
      response.once('close', () => held.delete(response))
    } else answer(response, bodyFrom(Number.isNaN(place) ? records.length : place))
  })
  return { port: await listen(server), target: '/long-polling', publish }
}

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, [...fields, String(body.length)]).end(body)
}

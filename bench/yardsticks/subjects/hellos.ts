import { createServer, type RequestListener } from 'node:http'
import express from 'express'
import { cursorAt } from './record.ts'
import { httpOptions, listen, type OpenSubject } from './subject.ts'

const path = '/polling'
const target = `${path}?since=${cursorAt(0)}`

/** The status and fields with which our server answers a poll for nothing new. */
const answer: RequestListener = (_request, response) => {
  response.writeHead(204, ['Cache-Control', 'no-store']).end()
}

/** Our answer to an empty poll from plain `node:http`, which looks at nothing. */
export const helloHttp: OpenSubject = () => open(answer)

/** The same answer from a route of express. */
export const helloExpress: OpenSubject = () =>
  open(
    express()
      .disable('x-powered-by')
      .get(path, answer as express.RequestHandler),
  )

async function open(listener: RequestListener) {
  const server = createServer(httpOptions, listener)
  return { port: await listen(server), target }
}

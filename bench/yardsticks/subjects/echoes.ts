import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import express from 'express'
import { WebSocketServer } from 'ws'
import { payloadBytes } from './record.ts'
import { httpOptions, listen, type OpenSubject } from './subject.ts'

const target = '/'
const body = 'x'.repeat(payloadBytes)
const fields = ['Content-Type', 'text/plain', 'Content-Length', String(payloadBytes)]

/** Sends back every byte. */
export const echoTcp: OpenSubject = async () => {
  const server = createServer({ noDelay: true }, socket => {
    socket.on('data', chunk => socket.write(chunk))
    socket.on('error', () => socket.destroy())
  })
  return { port: await listen(server), target }
}

/** Sends back every message, by `ws` alone. */
export const echoWs: OpenSubject = async () => {
  const server = createHttpServer(httpOptions)
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', channel => {
    channel.on('message', (data, isBinary) => channel.send(data, { binary: isBinary }))
  })
  return { port: await listen(server), target }
}

/** Answers every request with the same body, on plain `node:http`. */
export const echoHttp: OpenSubject = async () => {
  const server = createHttpServer(httpOptions, (_request, response) => {
    response.writeHead(200, fields).end(body)
  })
  return { port: await listen(server), target }
}

/** The same answer from a route of express. */
export const echoExpress: OpenSubject = async () => {
  const app = express().disable('x-powered-by')
  app.get(target, (_request, response) => {
    response.writeHead(200, fields).end(body)
  })
  return { port: await listen(createHttpServer(httpOptions, app)), target }
}

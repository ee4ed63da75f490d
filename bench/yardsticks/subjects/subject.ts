import type { AddressInfo, Server } from 'node:net'
import { defaultAppOptions } from '../../../server/options.ts'

/** Every server that is measured, ours and the least that do the same work. */
export const subjectNames = [
  'echo-tcp',
  'echo-ws',
  'echo-http',
  'echo-express',
  'feed',
  'feed-express',
  'bare-ws',
  'minimal-long-polling',
  'minimal-streaming',
  'minimal-sse',
  'minimal-websocket',
  'hello-http',
  'hello-express',
] as const
export type SubjectName = (typeof subjectNames)[number]

/** A server that listens on a port of loopback. */
export interface Subject {
  readonly port: number
  /** What a poll for nothing new asks for. */
  readonly target: string
  /** Sends one event to every subscriber; a server without subscribers has none. */
  readonly publish?: () => void
}

/** Starts a subject. Rejects when it can't listen. */
export type OpenSubject = () => Promise<Subject>

/** Of every HTTP server, so that its connections and fields are those of ours. */
export const httpOptions = { noDelay: true, keepAliveTimeout: defaultAppOptions.keepAliveTimeoutMs }

/** Listens on a free port of loopback, with room for every subscriber's connect; resolves to the port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
      resolve((server.address() as AddressInfo).port),
    )
  })
}

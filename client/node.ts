import { Agent, type AgentOptions } from 'node:http'
import { createConnection, type NetConnectOpts, type Socket } from 'node:net'
import { parseEventStream } from './event-stream.ts'
import { type HeadProfile, heads } from './heads.ts'
import { sendRequest } from './node/request.ts'
import { openWebSocket } from './node/websocket.ts'
import { answerError } from './problem.ts'
import { type ClientEnvironment, TransportError } from './transport.ts'

/** Opens a TCP connection; the way to count its bytes or to send it through something. */
export type Connect = (options: NetConnectOpts) => Socket

export interface NodeEnvironmentOptions {
  /** `net.createConnection` unless given. */
  readonly connect?: Connect | undefined
  /** `false` opens a connection for each request, and says so (`Connection: close`). */
  readonly keepAlive: boolean
  readonly heads: HeadProfile
  readonly random?: (() => number) | undefined
  readonly now?: (() => number) | undefined
}

/** An environment in Node, which holds connections until it is closed. */
export interface NodeEnvironment extends ClientEnvironment {
  /** Destroys the connections of requests, idle or not; a WebSocket ends with its session. */
  close(): void
}

/**
 * Creates the environment of one client: its own pool of connections, HTTP/1.1 without TLS, exact request heads.
 * Give each client its own where connections are counted.
 */
export function createNodeEnvironment(options: NodeEnvironmentOptions): NodeEnvironment {
  const { keepAlive, heads: profile, random = Math.random, now = () => performance.now() } = options
  const connect: Connect = to => (options.connect ?? createConnection)(to).setNoDelay(true)
  const agent = createAgent(connect, { keepAlive })
  const fieldsOf = heads[profile]
  const wire = { agent, keepAlive }

  return {
    random,
    now,
    request: (url, init) => sendRequest(url, init, { ...wire, fields: fieldsOf.fetch(url.origin) }),
    openWebSocket: (url, protocol, signal) =>
      openWebSocket(url, protocol, signal, { connect, fields: fieldsOf.webSocket(url.origin) }),
    async *openEventStream(url, { lastEventId, signal }) {
      const fields = fieldsOf.eventStream(url.origin)
      const answer = await sendRequest(url, { method: 'GET', signal }, { ...wire, fields })
      if (answer.status !== 200) throw await answerError(answer)
      yield* parseEventStream(answer.chunks(), lastEventId)
      throw new TransportError('closed', 'the server ended the event stream')
    },
    close: () => agent.destroy(),
  }
}

/** An agent opens connections by a method of its own, not by a parameter. */
function createAgent(connect: Connect, options: AgentOptions): Agent {
  return Object.assign(new Agent(options), { createConnection: connect })
}

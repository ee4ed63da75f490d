import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { ServerContext, UpgradeHandler } from './context.ts'
import { watchPulse } from './pulse.ts'
import { send } from './send.ts'
import type { WebSocketAcceptor } from './upgrade.ts'

/** The classroom socket: `close` closes with 1000, other text comes back with `/answer` behind it, binary as it is. */
export function echo(context: ServerContext, accept: WebSocketAcceptor): UpgradeHandler {
  return (request, socket, head) => accept(request, socket, head, channel => serve(context, channel, socket))
}

function serve({ open, settings }: ServerContext, channel: WebSocket, socket: Duplex): void {
  const end = () => channel.close(1001)
  const stopWatching = watchPulse(channel, socket, settings.heartbeatMs)
  const release = () => {
    open.delete(end)
    stopWatching()
  }
  open.add(end)
  channel.on('close', release)
  channel.on('error', release)
  channel.on('message', (data, isBinary) => {
    if (isBinary) send(channel, socket, data as Buffer)
    else if (String(data) === 'close') channel.close(1000)
    else send(channel, socket, `${data}/answer`)
  })
}

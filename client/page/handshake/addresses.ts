import type { LivePorts } from '../../../bench/live/protocol.ts'
import type { FaultName } from './protocol.ts'

/** Where the handshake view connects to, all on the page's own host. */
export interface Addresses {
  /** The WebSocket that answers with a fault; `id` finds its transcript again. */
  handshake(fault: FaultName, id: string): string
  /** The transcript of a connection, held for `waitMs` until that has ended. */
  transcript(id: string, waitMs: number): string
  /** The classroom socket, behind the link. */
  echo(tab: number | null): string
}

/** The addresses for a host name, such as `localhost`, and the lab's ports. */
export function addressesOf(hostname: string, ports: Pick<LivePorts, 'link' | 'handshake'>): Addresses {
  return {
    handshake: (fault, id) => `ws://${hostname}:${ports.handshake}/handshake/${fault}?id=${id}`,
    transcript: (id, waitMs) => `http://${hostname}:${ports.handshake}/transcript?id=${id}&wait=${waitMs}`,
    echo: tab => `ws://${hostname}:${ports.link}/echo${tab === null ? '' : `?tab=${tab}`}`,
  }
}

import type { TransportName } from '../../../server/protocol.ts'
import type { Delivery } from '../../transport.ts'
import type { Switch } from '../context.ts'
import type { LogHeads } from './outcomes.ts'
import type { Channel } from './sessions-channel.ts'
import { createSwitchCount, type SwitchCount } from './sessions-switch.ts'

/** In mode `one`, lets the transport that takes over begin where the other stands, and counts what came meanwhile. */
export interface TakeOver {
  /** Told of each change of what is wanted, before any of it starts. */
  follow(
    before: readonly TransportName[],
    wanted: readonly TransportName[],
    channels: Readonly<Record<TransportName, Channel>>,
  ): void
  /** Told of each delivery. */
  delivered(transport: TransportName, delivery: Delivery): void
  result(): Switch | null
}

/** Creates it with nothing taken over yet. */
export function createTakeOver(log: LogHeads): TakeOver {
  let switching: SwitchCount | null = null
  return {
    follow(before, wanted, channels) {
      const [from, to] = [before[0], wanted[0]]
      if (before.length !== 1 || wanted.length !== 1 || from === undefined || to === undefined) {
        if (before.length !== wanted.length) switching = null
        return
      }
      if (from === to) return
      const since = channels[from].session.cursor
      switching = since === null ? null : createSwitchCount(from, to, since, log)
      if (since !== null) channels[to].adopt(since)
    },
    delivered(transport, delivery) {
      if (transport === switching?.to) switching.delivered(delivery)
    },
    result: () => switching?.result() ?? null,
  }
}

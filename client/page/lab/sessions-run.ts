import { type TransportName, transportNames } from '../../../server/protocol.ts'
import type { PageState } from '../state.ts'
import type { Channel, ChannelOptions } from './sessions-channel.ts'
import { blockedAfterMs, deadlinesOf, restartKey } from './sessions-deadlines.ts'

/**
 * Creates what starts and stops channels: those that are wanted run while there is a link, one begins anew where an
 * option matters to it, and one that is wanted no more forgets its cursor.
 */
export function createRun(
  channels: Readonly<Record<TransportName, Channel>>,
): (wanted: readonly TransportName[], link: string | null, state: PageState) => void {
  const keys = new Map<TransportName, string>()

  function runOne(transport: TransportName, isWanted: boolean, link: string | null, state: PageState): void {
    const channel = channels[transport]
    const key = isWanted && link !== null ? restartKey(link, transport, state) : undefined
    if (key === keys.get(transport) && isWanted) return
    if (!isWanted) channel.forget()
    if (key === undefined || link === null) channel.stop()
    else channel.start(optionsOf(transport, state, link))
    if (key === undefined) keys.delete(transport)
    else keys.set(transport, key)
  }
  return (wanted, link, state) => {
    for (const transport of transportNames) runOne(transport, wanted.includes(transport), link, state)
  }
}

function optionsOf(transport: TransportName, state: PageState, link: string): ChannelOptions {
  return {
    url: new URL(link),
    poll: state.poll,
    holdMs: state.holdMs,
    blockedAfterMs: blockedAfterMs(state),
    ...deadlinesOf(transport, state),
  }
}

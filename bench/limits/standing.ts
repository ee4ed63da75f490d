import { setTimeout as wait } from 'node:timers/promises'
import type { TransportName } from '../../server/protocol.ts'
import { monotonicMs } from '../../server/sources/clock.ts'
import { grouped } from '../report/figures.ts'

/** How long a server may take to see what its clients have sent and closed. */
const patienceMs = 10_000
const lookEveryMs = 20

/** A poller is no subscriber between two polls. */
const stays: Readonly<Record<TransportName, boolean>> = {
  polling: false,
  'long-polling': true,
  streaming: true,
  sse: true,
  websocket: true,
}

/** Waits until the server counts so many subscribers of a transport; resolves to what is wrong, or null. */
export async function standing(
  port: number,
  transport: TransportName,
  clients: number,
): Promise<string | null> {
  if (!stays[transport]) return null
  const deadlineMs = monotonicMs() + patienceMs
  for (;;) {
    const counted = await subscribers(port, transport)
    if (counted === clients) return null
    if (monotonicMs() > deadlineMs)
      return `the server counts ${grouped(counted)} of ${grouped(clients)} clients`
    await wait(lookEveryMs)
  }
}

async function subscribers(port: number, transport: TransportName): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(patienceMs) })
  if (!answer.ok) throw new Error(`the server answered ${answer.status} to /health`)
  const health = (await answer.json()) as { readonly subscribers: Readonly<Record<TransportName, number>> }
  return health.subscribers[transport]
}

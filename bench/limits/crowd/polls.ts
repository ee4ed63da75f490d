import { maxHoldMs } from '../../../server/protocol.ts'
import type { Client, ClientOptions } from './client.ts'
import type { EverySecond } from './every-second.ts'
import { pollingClient } from './polling-client.ts'

/** A long poller: it asks again as soon as it has its answer. The longest hold, so that who has no events stays held. */
export function askAgain(options: ClientOptions): Client {
  const client = pollingClient('/long-polling', [`timeout=${maxHoldMs}`], options)
  const ask = () => client.ask(ask)
  return { ready: client.ready.then(ask), close: client.close }
}

/** A poller: it asks once a second, late only where the answer before is. */
export function askEverySecond(options: ClientOptions, everySecond: EverySecond): Client {
  let askedForMs = 0
  let isWaiting = false
  let missedMs: number | undefined
  const client = pollingClient('/polling', [], {
    ...options,
    // What an event waits for the next poll is the client's choice; what the poll waits is the server's doing.
    onRecord: dueMs => options.onRecord(dueMs, askedForMs),
  })

  function ask(dueMs: number): void {
    if (isWaiting) {
      missedMs ??= dueMs
      return
    }
    isWaiting = true
    askedForMs = dueMs
    client.ask(answered)
  }

  function answered(): void {
    isWaiting = false
    const dueMs = missedMs
    missedMs = undefined
    if (dueMs !== undefined) ask(dueMs)
  }

  let stop = () => {}
  const ready = client.ready.then(() => {
    stop = everySecond.add(ask)
  })
  return {
    ready,
    close() {
      stop()
      client.close()
    },
  }
}

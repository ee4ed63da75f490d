import { describe, expect, it } from 'vitest'
import type { Feed } from './feed.ts'
import { defaultAppOptions } from './options.ts'
import {
  defaultHeartbeatMs,
  defaultHoldMs,
  type EventRecord,
  maxBatchBytes,
  maxBatchEvents,
  maxHoldMs,
  maxTopicBytes,
} from './protocol.ts'
import { blocksOf, tableOf } from './test/document.ts'
import { exchange, exchangeOf } from './test/exchange.ts'
import { startServer } from './test/start-server.ts'

const documentEpoch = '5f3a9c1e'
const records = blocksOf('Event record')
  .find(({ language }) => language === 'ndjson')!
  .text.trim()
  .split('\n')

/** The server of the document's examples: its five records appended, with room for three. */
async function startDocumentServer() {
  const log = records.map(record => JSON.parse(record) as EventRecord)
  const times = log.map(({ at }) => at)
  const server = await startServer({
    capacityEvents: 3,
    allowedOrigins: ['http://lab.example'],
    nowMicros: () => times.shift() ?? 0,
  })
  const written = log.map(({ data, topic }) => server.feed.append({ data, topic }).record)
  return { ...server, written }
}

/** Bytes as the document shows them: its epoch and date, lines ended by LF, nothing blank behind. */
function asShown(received: Buffer, { epoch }: Feed, shown: string): string {
  const date = /^Date: .*$/m.exec(shown)?.[0] ?? ''
  const text = received.toString().replaceAll('\r\n', '\n').replaceAll(epoch, documentEpoch)
  return text.replace(/^Date: .*$/m, date).trimEnd()
}

/** True when all has come that is shown, or a whole line that is not. */
function isSettled(seen: string, shown: string): boolean {
  return seen.length >= shown.length || !shown.startsWith(seen.slice(0, seen.lastIndexOf('\n') + 1))
}

describe('PROTOCOL.md', () => {
  it('shows event records as the log writes them', async () => {
    const { feed, written } = await startDocumentServer()
    expect(written.map(record => record.replaceAll(feed.epoch, documentEpoch))).toEqual(records)
  })

  const exchanges = blocksOf().filter(({ language }) => language === 'http')

  it('shows an exchange for every kind of answer', () => {
    const statuses = exchanges.map(block => exchangeOf(block).response.slice(9, 12))
    expect(new Set(statuses)).toEqual(new Set(['200', '204', '101', '201', '400']))
  })

  it.each(exchanges.map(block => ({ line: block.text.split('\n')[0], block })))(
    'shows what answers $line, byte for byte',
    async ({ block }) => {
      const { feed, port } = await startDocumentServer()
      const { request, response } = exchangeOf(block)
      const isSwitch = response.startsWith('HTTP/1.1 101')
      const seen = (received: Buffer) => {
        const text = asShown(received, feed, response)
        return isSwitch ? text.slice(0, response.length) : text
      }
      const sent = request.replaceAll(documentEpoch, feed.epoch)
      const received = await exchange(port, sent, bytes => isSettled(seen(bytes), response))
      expect(seen(received)).toBe(response)
    },
  )

  it('names the limits that the code has', () => {
    const limits = [...tableOf('Limits').values()].map(([value = '']) =>
      Number(/^[\d,]+/.exec(value)?.[0].replaceAll(',', '')),
    )
    const { maxPayloadBytes, maxConnections, keepAliveTimeoutMs } = defaultAppOptions
    const inCode = [
      maxBatchEvents,
      maxBatchBytes,
      maxTopicBytes,
      defaultHoldMs,
      maxHoldMs,
      defaultHeartbeatMs,
    ]
    expect(limits.slice(0, 7)).toEqual([...inCode, maxPayloadBytes])
    expect(limits.slice(8, 10)).toEqual([maxConnections, keepAliveTimeoutMs])
  })
})

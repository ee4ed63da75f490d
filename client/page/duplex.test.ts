import { describe, expect, it } from 'vitest'
import { createQueue } from '../queue.ts'
import type { ClientEnvironment } from '../transport.ts'
import { createDuplex } from './duplex.ts'

describe('a WebSocket both ways', () => {
  function duplexOf() {
    const sent: string[] = []
    const messages = createQueue<string>()
    const base = {
      openWebSocket: async () => ({
        messages,
        send: (text: string) => void sent.push(text),
        close: () => {},
      }),
    } as Partial<ClientEnvironment> as ClientEnvironment
    const duplex = createDuplex(base)
    const open = () =>
      duplex.environment.openWebSocket(new URL('http://localhost/'), 'feed.v1', new AbortController().signal)
    return { sent, messages, duplex, open }
  }

  it('publishes in a frame, and keeps the answer from the subscription', async () => {
    const { sent, messages, duplex, open } = duplexOf()
    const reader = (await open()).messages[Symbol.asyncIterator]()
    const published = duplex.publish({ text: '네' }, 'chat')
    messages.push('{"published":"e.5"}')
    messages.push('{"heartbeat":"e.5"}')
    expect(await reader.next()).toEqual({ done: false, value: '{"heartbeat":"e.5"}' })
    expect(await published).toBe('e.5')
    expect(sent).toEqual(['{"publish":{"text":"네"},"topic":"chat"}'])
  })

  it('rejects what waits for an answer when it breaks, and what comes later', async () => {
    const { messages, duplex, open } = duplexOf()
    const reader = (await open()).messages[Symbol.asyncIterator]()
    const published = duplex.publish(1, 'chat')
    messages.end()
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    await expect(published).rejects.toMatchObject({ code: 'closed' })
    await expect(duplex.publish(2, 'chat')).rejects.toMatchObject({ code: 'closed' })
  })

  it('says whether it is open, and names a topic only where one is given', async () => {
    const { sent, messages, duplex, open } = duplexOf()
    expect(duplex.isOpen()).toBe(false)
    const reader = (await open()).messages[Symbol.asyncIterator]()
    expect(duplex.isOpen()).toBe(true)
    const published = duplex.publish(1)
    expect(sent).toEqual(['{"publish":1}'])
    messages.push('{"published":"e.1"}')
    messages.end()
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    expect(await published).toBe('e.1')
    expect(duplex.isOpen()).toBe(false)
  })
})

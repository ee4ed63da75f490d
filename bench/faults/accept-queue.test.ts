import { describe, expect, it } from 'vitest'
import { overflowsIn } from './accept-queue.ts'

describe('the count of full accept queues', () => {
  it('is the value below its name', () => {
    const text =
      'TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 23 456\nIpExt: ListenOverflows\nIpExt: 9\n'
    expect(overflowsIn(text)).toBe(23)
  })

  it('is null where the kernel does not tell', () => {
    expect(overflowsIn('TcpExt: ListenDrops\nTcpExt: 4\n')).toBeNull()
    expect(overflowsIn('')).toBeNull()
  })
})

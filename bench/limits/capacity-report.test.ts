import { describe, expect, it } from 'vitest'
import type { CapacityFigures, TransportCapacity } from './capacity.ts'
import { capacityMarkdown, limitInWords } from './capacity-report.ts'
import { type CapacityStep, type PlayedStep, unopenedStep } from './capacity-step.ts'

function step(clients: number, holds: boolean, [server, load]: readonly [number, number]): PlayedStep {
  const expected = clients * 5
  return {
    ...{ clients, holds, reason: holds ? null : 'p99 was 250 ms', opened: true, broken: 0, lagP99Ms: 3 },
    ...{ expected, received: expected, duplicated: 0, reordered: 0, strays: 0 },
    ...{ p50Ms: 4, p99Ms: holds ? 40 : 250, maxMs: 300 },
    server: { cores: 0.75, eventLoopUtilization: server },
    load: { cores: 1.1, eventLoopUtilization: load },
    otherCores: 0.05,
  }
}

function capacity(last: CapacityStep): TransportCapacity {
  const steps = [step(1_000, true, [0.2, 0.3]), last]
  const fails = last.holds ? null : last.clients
  return {
    ...{ transport: 'sse', holds: last.holds ? last.clients : 1_000, fails, steps },
    broadcasts: [step(1_000, true, [0.1, 0.1]), unopenedStep(5_000, 'client 9 of 5,000: connect EMFILE')],
  }
}

describe('the report of capacity', () => {
  it.each<[string, CapacityStep]>([
    [
      'the load was full, and the server may hold more (event loops: server 60 %, load 97 %)',
      step(2_000, false, [0.6, 0.97]),
    ],
    ['the server was full (event loops: server 99 %, load 50 %)', step(2_000, false, [0.99, 0.5])],
    ['server and load were both full, on cores that they share', step(2_000, false, [0.95, 0.97])],
    ['neither process was full', step(2_000, false, [0.5, 0.5])],
  ])('says that %s', (words, last) => {
    const line = limitInWords(capacity(last))
    expect(line).toContain('SSE: with 2,000 clients p99 was 250 ms; ')
    expect(line).toContain(words)
  })

  it('says when others worked too', () => {
    const disturbed = { ...step(2_000, false, [0.5, 0.5]), otherCores: 0.25 }
    expect(limitInWords(capacity(disturbed))).toContain(
      ', and others took 0.250 cores, without whom it may hold more.',
    )
  })

  it('says where the most that there may be held', () => {
    expect(limitInWords(capacity(step(19_000, true, [0.5, 0.5])))).toBe(
      'SSE: 19,000 clients hold, the most that were tried, with time to spare in both processes.',
    )
  })

  it('says why clients could not be opened', () => {
    expect(limitInWords(capacity(unopenedStep(4_000, 'client 7 of 4,000: connect EADDRNOTAVAIL')))).toBe(
      'SSE: with 4,000 clients client 7 of 4,000: connect EADDRNOTAVAIL.',
    )
  })

  it('has a row for each transport', () => {
    const figures: CapacityFigures = {
      ...{ boundMs: 100, mostClients: 19_000 },
      transports: [capacity(step(2_000, false, [0.6, 0.97]))],
    }
    const text = capacityMarkdown(figures).join('\n')
    expect(text).toContain('| SSE | 1,000 | 4.00 | 40.0 | 300 | 0.750 | 1.10 | 2,000 | 250 | 0.750 | 1.10 |')
    expect(text).toContain('| SSE | 40.0 | client 9 of 5,000: connect EMFILE |')
  })
})

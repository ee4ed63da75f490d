import { describe, expect, it } from 'vitest'
import { summariseControls } from './control.ts'
import { scenarioOf, trialOf } from './fixtures.ts'

const same = (value: number) => new Float64Array(750).fill(value)

describe('summariseControls', () => {
  it('sets the control against the other run of its transport in its block', () => {
    const controls = summariseControls(scenarioOf(), [
      trialOf({ transport: 'sse', block: 1 }, same(10)),
      trialOf({ transport: 'sse', block: 1, control: true }, same(12)),
      trialOf({ transport: 'websocket', block: 1 }, same(50)),
      trialOf({ transport: 'websocket', block: 2, control: true }, same(20)),
      trialOf({ transport: 'websocket', block: 2 }, same(25)),
      trialOf({ transport: 'sse', block: 2 }, same(70)),
      trialOf({ transport: 'sse', block: 3, control: true }, same(99)),
    ])
    const p50 = controls.find(control => control.metric === 'latencyMs.p50')
    expect(p50).toEqual({
      scenario: 'lan',
      metric: 'latencyMs.p50',
      pairs: 2,
      ratio: { median: 1, low: 0.8, high: 1.2 },
      difference: { median: -1.5, low: -5, high: 2 },
    })
  })

  it('takes ratios only over what is not zero', () => {
    const requests = (sent: number) => ({ requests: { sent, empty: 0 } })
    const controls = summariseControls(scenarioOf({ transports: ['polling', 'sse'] }), [
      trialOf({ transport: 'polling', block: 1 }, same(10), requests(150)),
      trialOf({ transport: 'polling', block: 1, control: true }, same(10), requests(165)),
      trialOf({ transport: 'sse', block: 2 }, same(10), requests(0)),
      trialOf({ transport: 'sse', block: 2, control: true }, same(10), requests(0)),
    ])
    const sent = controls.find(control => control.metric === 'requestsPerClientPerMinute')
    expect(sent?.pairs).toBe(2)
    expect(sent?.ratio).toEqual({ median: 1.1, low: 1.1, high: 1.1 })
    expect(sent?.difference).toEqual({ median: 6, low: 0, high: 12 })
  })

  it('has no rows without pairs, nor for a metric that no pair has', () => {
    expect(summariseControls(scenarioOf(), [trialOf({ transport: 'sse', control: true })])).toEqual([])
    const pair = [trialOf({ transport: 'sse' }), trialOf({ transport: 'sse', control: true })]
    const metrics = summariseControls(scenarioOf(), pair).map(control => control.metric)
    expect(metrics).toContain('latencyMs.mean')
    expect(metrics).not.toContain('emptyShare')
    expect(metrics).not.toContain('latencyMs.p90')
  })
})

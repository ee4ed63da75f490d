import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type SubscribeOptions, type SubscriptionState, subscribe } from './subscribe.ts'
import { drain, take } from './test/scripted-server.ts'
import { type ClientEnvironment, type Delivery, type Transport, TransportError } from './transport.ts'

const open = (cursor: string): Delivery => ({ type: 'open', cursor })
const alive = (cursor: string): Delivery => ({ type: 'alive', cursor, empty: true })
const event = (id: string): Delivery => ({ type: 'event', cursor: id, record: { id, at: 0, data: null } })
const gapTo = (cursor: string): Delivery => ({
  type: 'gap',
  cursor,
  gap: { reason: 'evicted', lost: 1, cursor },
})
const broken = (options = {}) => new TransportError('network', 'cut', options)

/** A session of a scripted transport: what it delivers, then the error that breaks it, or silence until the abort. */
type Session = readonly (Delivery | Error)[]

/** Runs the sessions in turn; the last one stays. */
function scripted(sessions: readonly Session[]): { transport: Transport; since: (string | undefined)[] } {
  const since: (string | undefined)[] = []
  const transport: Transport = async function* (options) {
    since.push(options.since)
    for (const step of sessions[since.length - 1] ?? []) {
      if (step instanceof Error) throw step
      yield step
    }
    await new Promise<void>(resolve => {
      if (options.signal.aborted) resolve()
      else options.signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
  return { transport, since }
}

function setUp(sessions: readonly Session[], more: Partial<SubscribeOptions> = {}) {
  const { transport, since } = scripted(sessions)
  const states: SubscriptionState[] = []
  const abort = new AbortController()
  const environment = { random: () => 0.5, now: () => Date.now() } as ClientEnvironment
  const deliveries = subscribe({
    url: new URL('http://127.0.0.1/'),
    signal: abort.signal,
    environment,
    transport,
    onState: state => states.push(state),
    ...more,
  })
  const waits = () => states.flatMap(state => (state.state === 'waiting' ? [state.waitMs] : []))
  return { deliveries, since, states, abort, waits }
}

describe('subscribe', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each([
    ['an event', [open('e.1'), event('e.2'), broken()], 'e.2'],
    ['a gap', [open('e.1'), gapTo('e.5'), broken()], 'e.5'],
    ['an opening', [open('e.1'), broken()], 'e.1'],
    ['a heartbeat', [open('e.1'), event('e.2'), alive('e.4'), broken()], 'e.4'],
    ['its own start', [broken()], 'e.0'],
  ] as const)('goes on from %s where that came last', async (_, session, cursor) => {
    const { deliveries, since } = setUp([session, [event('e.9')]], { since: 'e.0' })
    const reading = take(deliveries, session.length)
    await vi.runAllTimersAsync()
    expect((await reading).at(-1)).toEqual(event('e.9'))
    expect(since).toEqual(['e.0', cursor])
  })

  it('waits at random up to a limit that doubles to its greatest, and starts anew after a delivery', async () => {
    const failures = Array.from({ length: 8 }, (): Session => [open('e.1'), broken()])
    const { deliveries, waits, abort } = setUp([...failures, [open('e.1'), alive('e.1'), broken()], []])
    const reading = drain(deliveries)
    await vi.advanceTimersByTimeAsync(60_000)
    abort.abort()
    await reading
    expect(waits()).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 125])
  })

  it('waits for the whole limit without jitter', async () => {
    const { deliveries, waits, abort } = setUp([[broken()], [broken()], [broken()], []], {
      backoff: { firstMs: 100, maxMs: 300, jitter: false },
    })
    const reading = drain(deliveries)
    await vi.advanceTimersByTimeAsync(10_000)
    abort.abort()
    await reading
    expect(waits()).toEqual([100, 200, 300])
  })

  it('does not try again before the time that the server asked for', async () => {
    const busy = new TransportError('busy', 'full', { status: 503, retryAfterMs: 7_000 })
    const { deliveries, since, waits, abort } = setUp([[busy], []])
    const reading = drain(deliveries)
    await vi.advanceTimersByTimeAsync(6_999)
    expect(since).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(since).toHaveLength(2)
    abort.abort()
    await reading
    expect(waits()).toEqual([7_000])
  })

  it.each([
    new TransportError('refused', 'no', { status: 400 }),
    new TransportError('protocol', 'what'),
    new TypeError(),
  ])('throws %s to its reader without a retry', async failure => {
    const { deliveries, since } = setUp([[event('e.1'), failure]])
    expect(await drain(deliveries)).toEqual({ items: [event('e.1')], error: failure })
    expect(since).toHaveLength(1)
  })

  it('tells its states in order', async () => {
    const failure = broken()
    const { deliveries, states, abort } = setUp([
      [open('e.1'), event('e.2'), failure],
      [failure],
      [open('e.2')],
    ])
    const reading = drain(deliveries)
    await vi.runAllTimersAsync()
    abort.abort()
    await reading
    expect(states).toEqual([
      { state: 'connecting' },
      { state: 'open' },
      { state: 'waiting', attempt: 1, waitMs: 125, error: failure },
      { state: 'reconnecting', attempt: 1 },
      { state: 'waiting', attempt: 2, waitMs: 250, error: failure },
      { state: 'reconnecting', attempt: 2 },
      { state: 'open' },
    ])
  })

  it('breaks a session that is silent too long and goes on from its cursor', async () => {
    const { deliveries, since, states } = setUp([[event('e.1')], [event('e.2')]], { silenceMs: 3_000 })
    const reading = take(deliveries, 2)
    await vi.advanceTimersByTimeAsync(2_999)
    expect(states.at(-1)).toEqual({ state: 'open' })
    await vi.advanceTimersByTimeAsync(1)
    expect(states.at(-1)).toMatchObject({ state: 'waiting', error: { code: 'silent' } })
    await vi.runAllTimersAsync()
    expect(await reading).toEqual([event('e.1'), event('e.2')])
    expect(since).toEqual([undefined, 'e.1'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not take a slow reader for silence, and counts anew when it comes back', async () => {
    const { deliveries, since, abort } = setUp([[event('e.1')], []], { silenceMs: 3_000 })
    await deliveries.next()
    await vi.advanceTimersByTimeAsync(10_000)
    const second = deliveries.next()
    await vi.advanceTimersByTimeAsync(2_999)
    expect(since).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1 + 125)
    expect(since).toHaveLength(2)
    abort.abort()
    expect((await second).done).toBe(true)
  })

  it('ends without an error and without a timer when it is aborted while it waits', async () => {
    const { deliveries, abort } = setUp([[broken()]], { silenceMs: 1_000 })
    const reading = drain(deliveries)
    await vi.advanceTimersByTimeAsync(1)
    expect(vi.getTimerCount()).toBe(1)
    abort.abort()
    expect(await reading).toEqual({ items: [], error: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends without an error and without a timer when it is aborted while it is open', async () => {
    const { deliveries, abort } = setUp([[event('e.1')]], { silenceMs: 1_000 })
    const reading = drain(deliveries)
    await vi.advanceTimersByTimeAsync(1)
    abort.abort()
    expect(await reading).toEqual({ items: [event('e.1')], error: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends its session and its timer when its reader leaves', async () => {
    const { deliveries } = setUp([[event('e.1'), event('e.2')]], { silenceMs: 1_000 })
    await take(deliveries, 1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('starts nothing when it is aborted before', async () => {
    const { deliveries, since, states } = setUp([[event('e.1')]], { signal: AbortSignal.abort() })
    expect(await drain(deliveries)).toEqual({ items: [], error: undefined })
    expect([since, states]).toEqual([[], []])
  })

  it('leaves no listener on the signal', async () => {
    const { deliveries, abort } = setUp(
      [[event('e.1'), broken()], [event('e.2'), broken()], [event('e.3')]],
      {
        silenceMs: 1_000,
      },
    )
    const added = vi.spyOn(abort.signal, 'addEventListener')
    const removed = vi.spyOn(abort.signal, 'removeEventListener')
    const reading = take(deliveries, 3)
    await vi.runAllTimersAsync()
    await reading
    const gone = new Set(removed.mock.calls.map(([, listener]) => listener))
    expect(added.mock.calls.length).toBeGreaterThan(3)
    expect(added.mock.calls.filter(([, listener]) => !gone.has(listener))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { breakPlaces, breaks } from '../link/settings.ts'
import { planCuts } from './plan.ts'

const asked = { seed: 7, transports: transportNames, cuts: 1_000, clients: 20 }

describe('a plan of cuts', () => {
  it('follows from the seed alone', () => {
    expect(planCuts(asked)).toEqual(planCuts(asked))
    expect(planCuts({ ...asked, seed: 8 })).not.toEqual(planCuts(asked))
  })

  it('keeps a client’s fates when other transports are left out', () => {
    const alone = planCuts({ ...asked, transports: ['sse'] })
    expect(alone.clients).toEqual(planCuts(asked).clients.filter(({ transport }) => transport === 'sse'))
  })

  it('has every kind at every place equally often, but no header for a poll', () => {
    for (const transport of transportNames) {
      const places = transport.endsWith('polling') ? breakPlaces.length - 1 : breakPlaces.length
      const [client] = planCuts({ ...asked, transports: [transport] }).clients
      const deck = client!.fates.slice(0, breaks.length * places)
      expect(new Set(deck.map(({ how, where }) => `${how} ${where}`)).size).toBe(deck.length)
      expect(deck.some(({ where }) => where === 'header')).toBe(!transport.endsWith('polling'))
    }
  })

  it('has more fates than cuts, some sleepers, and restarts in rising order', () => {
    const { clients, restarts } = planCuts(asked)
    expect(clients).toHaveLength(100)
    expect(clients[0]!.fates.length * 20).toBeGreaterThan(2 * asked.cuts)
    expect(clients.filter(({ nap }) => nap)).toHaveLength(20)
    expect(restarts).toHaveLength(5)
    expect([...restarts].sort((a, b) => a - b)).toEqual(restarts)
    expect(planCuts({ ...asked, cuts: 50 }).restarts).toHaveLength(1)
  })
})

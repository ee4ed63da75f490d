import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlayer, restMs } from './player.ts'
import { type Moment, momentsOf, spanOf } from './schedule.ts'
import { recordingFixture } from './test/recording.ts'

const recording = recordingFixture()
const periodMs = recording.durationMs + restMs

function nameOf(moment: Moment): string {
  if ('receipt' in moment) return `receipt ${moment.receipt.cursor}`
  const { telemetry: told } = moment
  if (told.type === 'message')
    return `${told.way} ${told.id}${told.way === 'up' && told.endMs !== null ? ' arrived' : ''}`
  if (told.type === 'event') return `event ${told.cursor}`
  return told.type === 'connection' ? `${told.state} ${told.id}` : told.type
}

const firstRound = [
  'opened 1',
  'up 1',
  'up 1 arrived',
  'down 2',
  'event e.5',
  'up 3',
  'up 3 arrived',
  'down 4',
  'receipt e.5',
  'closed 1',
]

function play() {
  const given: Moment[] = []
  const player = createPlayer(recording, 1_000, moment => given.push(moment))
  return { given, player, names: () => given.map(nameOf) }
}

describe('a replay', () => {
  it('tells everything in the order of its times, when the clock has come to it', () => {
    const { player, names } = play()
    player.advance(1_000)
    expect(names()).toEqual(['opened 1'])
    player.advance(1_060)
    expect(names()).toEqual(['opened 1', 'up 1', 'up 1 arrived'])
    player.advance(1_000 + recording.durationMs)
    expect(names()).toEqual(firstRound)
  })

  it('tells nothing twice and nothing while its clock stands still', () => {
    const { player, names } = play()
    player.advance(1_200)
    const before = names()
    player.advance(1_200)
    expect(names()).toEqual(before)
  })

  it('begins anew after its rest, with ids and sequences that no round had before', () => {
    const { given, player, names } = play()
    player.advance(1_000 + periodMs - 1)
    expect(names()).toEqual(firstRound)
    player.advance(1_000 + periodMs + recording.durationMs)
    expect(names().slice(firstRound.length)).toEqual([
      'opened 2',
      'up 5',
      'up 5 arrived',
      'down 6',
      'event e.6',
      'up 7',
      'up 7 arrived',
      'down 8',
      'receipt e.6',
      'closed 2',
    ])
    const second = given.at(firstRound.length + 7)
    expect(second).toMatchObject({
      atMs: 1_000 + periodMs + 1_150,
      telemetry: { exchange: 7, connection: 2, cursors: ['e.6'], fromMs: 1_000 + periodMs + 1_051 },
    })
  })

  it('skips whole rounds after a sleep, once the round that was begun is at its end', () => {
    const { player, names } = play()
    player.advance(1_060)
    player.advance(1_000 + 1_000 * periodMs)
    expect(names()).toEqual([...firstRound, 'opened 1001'])
  })

  it('gives the same whatever the steps of the clock', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: periodMs - 1 }), { maxLength: 20 }), steps => {
        const stepped = play()
        for (const step of steps.toSorted((a, b) => a - b)) stepped.player.advance(1_000 + step)
        stepped.player.advance(1_000 + periodMs - 1)
        expect(stepped.names()).toEqual(firstRound)
      }),
    )
  })
})

describe('a round', () => {
  it('knows an empty answer by its status, and what a recording spans', () => {
    const empty = momentsOf(recording, 0, 0).flatMap(moment =>
      'telemetry' in moment && moment.telemetry.type === 'message' && moment.telemetry.empty
        ? [moment.telemetry.id]
        : [],
    )
    expect(empty).toEqual([2])
    expect(spanOf(recording)).toEqual({ messages: 4, connections: 1, events: 1 })
  })
})

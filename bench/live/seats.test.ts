import { describe, expect, it } from 'vitest'
import type { Json } from '../../server/protocol.ts'
import { seatColumns, seatRows } from './seats/theatre.ts'
import { createSeats } from './seats.ts'

const allSeats = seatRows.flatMap(row =>
  Array.from({ length: seatColumns }, (_, index) => `${row}${index + 1}`),
)

/** Seats over a feed that answers when it is told to; waits end when they are told to. */
function scripted(isDown: () => boolean = () => false) {
  const events: Json[] = []
  const answers: (() => void)[] = []
  const waits: { readonly ms: number; end(): void }[] = []
  const problems: string[] = []
  const seats = createSeats({
    publish: ({ data, topic }) =>
      new Promise((resolve, reject) => {
        answers.push(() => {
          if (isDown()) {
            reject(new Error('the feed server is down'))
            return
          }
          expect(topic).toBe('seats')
          events.push(data)
          resolve(`e.${events.length}`)
        })
      }),
    random: () => 0.5,
    onProblem: text => problems.push(text),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, end: resolve })
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    pauseMs: 3_000,
  })
  const answerAll = () => {
    for (const answer of answers.splice(0)) answer()
  }
  const turns = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return { seats, events, waits, problems, answerAll, turns }
}

describe('the sale of seats', () => {
  it('gives a seat that many ask for at once to the first alone', async () => {
    const { seats, events, answerAll } = scripted()
    const asked = ['ann', 'bo', 'cy', 'di'].map(by => seats.take('C7', by))
    answerAll()
    expect(await Promise.all(asked)).toEqual([
      { type: 'sold', cursor: 'e.1' },
      ...[1, 2, 3].map(() => ({ type: 'gone', by: 'ann' })),
    ])
    expect(events).toEqual([{ theatre: 1, seat: 'C7', by: 'ann' }])
  })

  it('sells no seat twice in a theatre, however many race for all of them', async () => {
    const { seats, events, answerAll } = scripted()
    const asked = allSeats.flatMap(seat => ['a', 'b', 'c'].map(by => seats.take(seat, by)))
    answerAll()
    const sold = (await Promise.all(asked)).filter(({ type }) => type === 'sold')
    expect(sold).toHaveLength(96)
    expect(new Set(events.map(data => (data as { seat: string }).seat)).size).toBe(96)
  })

  it('opens anew after a pause when all seats are gone, and says so', async () => {
    const { seats, events, waits, answerAll, turns } = scripted()
    const asked = allSeats.map(seat => seats.take(seat, 'a'))
    answerAll()
    await Promise.all(asked)
    expect(waits.map(({ ms }) => ms)).toEqual([3_000])
    expect(await seats.take('A1', 'late')).toEqual({ type: 'gone', by: 'a' })
    waits[0]!.end()
    await turns()
    answerAll()
    await turns()
    expect(events.at(-1)).toEqual({ theatre: 2, opened: true })
    const again = seats.take('A1', 'late')
    answerAll()
    expect(await again).toEqual({ type: 'sold', cursor: 'e.98' })
    expect(events.at(-1)).toEqual({ theatre: 2, seat: 'A1', by: 'late' })
  })

  it('takes a sale back that the feed could not be told, and is shut meanwhile', async () => {
    let down = true
    const { seats, answerAll } = scripted(() => down)
    const first = seats.take('A1', 'a')
    answerAll()
    expect(await first).toEqual({ type: 'shut' })
    down = false
    const second = seats.take('A1', 'b')
    answerAll()
    expect(await second).toEqual({ type: 'sold', cursor: 'e.1' })
  })

  it('has a map whose cursor is no later than any sale that the map may lack', async () => {
    const { seats, answerAll } = scripted()
    const first = seats.take('A1', 'a')
    answerAll()
    await first
    seats.take('A2', 'b')
    expect(await seats.map()).toMatchObject({ cursor: 'e.1', theatre: 1, taken: { A1: 'a', A2: 'b' } })
    answerAll()
  })

  it('tells of its opening to whom it is the first event', async () => {
    const { seats, events, answerAll } = scripted()
    const map = seats.map()
    answerAll()
    expect(await map).toMatchObject({ cursor: 'e.1', theatre: 1, taken: {}, columns: 12 })
    expect(events).toEqual([{ theatre: 1, opened: true }])
  })
})

describe('simulated buyers', () => {
  it('wait as long as a Poisson process of their rate and take a free seat', async () => {
    const { seats, events, waits, answerAll, turns } = scripted()
    seats.setBuyers(2)
    expect(waits.map(({ ms }) => ms)).toEqual([Math.LN2 * 500, 10_000])
    waits[0]!.end()
    await turns()
    answerAll()
    await turns()
    expect(events).toEqual([{ theatre: 1, seat: 'E1', by: 'buyer' }])
    expect(waits).toHaveLength(3)
  })

  it('go on undisturbed when they are asked to again, and stop when nobody does', async () => {
    const { seats, events, waits, answerAll, turns } = scripted()
    seats.setBuyers(2)
    seats.setBuyers(2)
    expect(waits.map(({ ms }) => ms)).toEqual([Math.LN2 * 500, 10_000, 10_000])
    waits[1]!.end()
    waits[2]!.end()
    await turns()
    waits[0]!.end()
    await turns()
    answerAll()
    expect(events).toEqual([])
  })

  it('stop at rate 0', async () => {
    const { seats, waits, answerAll, events, turns } = scripted()
    seats.setBuyers(2)
    seats.setBuyers(0)
    waits[0]!.end()
    await turns()
    answerAll()
    expect(events).toEqual([])
  })

  it('sit out a feed that is down, without a word, and buy again once it is up', async () => {
    let down = true
    const { seats, events, waits, problems, answerAll, turns } = scripted(() => down)
    seats.setBuyers(2)
    waits[0]!.end()
    await turns()
    answerAll()
    await turns()
    down = false
    waits.at(-1)!.end()
    await turns()
    answerAll()
    await turns()
    expect(problems).toEqual([])
    expect(events.at(-1)).toMatchObject({ by: 'buyer' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transportNames } from '../../server/protocol.ts'
import { planBlocks, type Slot } from './order.ts'

const options = fc.record({
  transports: fc.shuffledSubarray([...transportNames], { minLength: 1 }),
  blocks: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  control: fc.boolean(),
})

const default5 = { transports: transportNames, blocks: 6, seed: 42, control: true }

function blocksOf(slots: readonly Slot[]): Slot[][] {
  return [...new Set(slots.map(slot => slot.block))].map(block => slots.filter(slot => slot.block === block))
}

const namesOf = (slots: readonly Slot[]) => slots.map(slot => slot.transport)

describe('planBlocks', () => {
  it('runs every transport once a block, and one of them again as the control', () => {
    fc.assert(
      fc.property(options, plan => {
        const blocks = blocksOf(planBlocks(plan))
        expect(blocks.length).toBe(plan.blocks)
        for (const block of blocks) {
          const measured = block.filter(slot => !slot.control)
          expect(namesOf(measured).sort()).toEqual([...plan.transports].sort())
          expect(block.length - measured.length).toBe(plan.control ? 1 : 0)
        }
      }),
    )
  })

  it('numbers blocks and the positions in them from 1, in the order to run them', () => {
    fc.assert(
      fc.property(options, plan => {
        const places = planBlocks(plan).map(({ block, position }) => [block, position])
        const length = plan.transports.length + (plan.control ? 1 : 0)
        expect(places).toEqual(
          Array.from({ length: plan.blocks * length }, (_, index) => [
            Math.floor(index / length) + 1,
            (index % length) + 1,
          ]),
        )
      }),
    )
  })

  it('is the same for the same seed and another for another', () => {
    expect(planBlocks(default5)).toEqual(planBlocks(default5))
    expect(planBlocks({ ...default5, seed: 43 })).not.toEqual(planBlocks(default5))
  })

  it('orders blocks differently', () => {
    const orders = new Set(blocksOf(planBlocks(default5)).map(block => namesOf(block).join()))
    expect(orders.size).toBe(6)
  })

  it('turns the control through the transports from a start that the seed picks', () => {
    const doubled = (seed: number) =>
      planBlocks({ ...default5, seed })
        .filter(slot => slot.control)
        .map(slot => transportNames.indexOf(slot.transport))
    const [start = -1, ...rest] = doubled(42)
    expect(rest).toEqual([1, 2, 3, 4, 5].map(step => (start + step) % 5))
    expect(new Set(Array.from({ length: 50 }, (_, seed) => doubled(seed)[0])).size).toBe(5)
  })

  it('places each transport everywhere, and the control first as often as second', () => {
    const blocks = Array.from({ length: 500 }, (_, seed) =>
      blocksOf(planBlocks({ ...default5, seed })),
    ).flat()
    const firsts = blocks.filter(block => {
      const control = block.find(slot => slot.control)!
      return block.every(slot => slot.transport !== control.transport || slot.position >= control.position)
    })
    expect(firsts.length / blocks.length).toBeGreaterThan(0.46)
    expect(firsts.length / blocks.length).toBeLessThan(0.54)
    for (const transport of transportNames) {
      for (let position = 1; position <= 6; position++) {
        const there = blocks.filter(block => block[position - 1]!.transport === transport)
        expect(there.length / blocks.length, `${transport} at ${position}`).toBeGreaterThan(0.17)
        expect(there.length / blocks.length, `${transport} at ${position}`).toBeLessThan(0.23)
      }
    }
  })
})

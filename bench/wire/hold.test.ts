import { describe, expect, it } from 'vitest'
import { createHold } from './hold.ts'

describe('a hold', () => {
  it('gives back copies of what it kept, in order and once', () => {
    const hold = createHold()
    const bytes = Uint8Array.of(1, 2, 3)
    expect(hold.part(bytes, 1)).toBe(3)
    hold.part(Uint8Array.of(4), 0)
    bytes.fill(0)
    const released: number[][] = []
    hold.release(part => released.push([...part]))
    hold.release(part => released.push([...part]))
    expect(released).toEqual([[2, 3], [4]])
  })

  it('keeps up to a mebibyte each time', () => {
    const hold = createHold()
    for (let time = 0; time < 2; time += 1) {
      expect(hold.part(new Uint8Array(1_048_576), 0)).toBe(1_048_576)
      hold.release(() => {})
    }
    hold.part(new Uint8Array(1_048_576), 0)
    expect(() => hold.part(Uint8Array.of(1), 0)).toThrow('over a mebibyte')
  })
})

import { describe, expect, it } from 'vitest'
import type { Strike } from '../link/stage.ts'
import type { Note } from './notes.ts'
import { recoveriesOf } from './recovery.ts'

const strike = (atMs: number): Strike => ({ connection: 1, how: 'cut', where: 'after', unit: 1, atMs })
const note = (type: 'open' | 'alive', atMs: number, askedMs: number): Note => ({
  type,
  cursor: 'a.0',
  atMs,
  askedMs,
})

describe('recovery', () => {
  it('ends with what was told on a later request, neither with what was on its way nor with an opening', () => {
    const notes = [note('alive', 9, 0), note('alive', 11, 0), note('open', 20, 15), note('alive', 25, 15)]
    expect(recoveriesOf([strike(10)], notes)).toEqual([{ strike: strike(10), ms: 15 }])
  })

  it('has no time where the next cut came first, or where nothing was told any more', () => {
    const notes = [note('alive', 30, 25), note('alive', 31, 26), note('alive', 40, 25)]
    const strikes = [strike(10), strike(20), strike(26), strike(50)]
    expect(recoveriesOf(strikes, notes).map(({ ms }) => ms)).toEqual([null, 10, 5, null])
  })
})

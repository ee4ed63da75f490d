import { describe, expect, it } from 'vitest'
import { initialState } from '../../state.ts'
import { ladderWords } from '../test/ladder-picture.ts'
import { windowAt } from './view.ts'
import { type LadderFrame, viewOfFrame } from './window.ts'

const frame: LadderFrame = {
  panelPx: 1280,
  height: 520,
  nowMs: 20_345,
  spanMs: 8000,
  reducedMotion: false,
  hovered: null,
  tab: 'sse',
  words: ladderWords,
}

describe('viewOfFrame', () => {
  it('shows five columns, which scroll where there is not room for 200 pixels each', () => {
    expect(viewOfFrame(initialState, frame)).toMatchObject({ width: 1280, fromMs: 12_345, toMs: 20_345 })
    expect(viewOfFrame(initialState, frame).columns).toHaveLength(5)
    expect(viewOfFrame(initialState, { ...frame, panelPx: 700 }).width).toBe(1000)
  })

  it('shows one column at a time on a narrow panel', () => {
    expect(viewOfFrame(initialState, { ...frame, panelPx: 320 })).toMatchObject({
      width: 320,
      columns: ['sse'],
    })
  })

  it('shows one wide column for one transport, with what is published beside it', () => {
    const one = viewOfFrame({ ...initialState, mode: 'one', transport: 'long-polling' }, frame)
    expect(one).toMatchObject({ width: 1280, columns: ['long-polling'], publishes: 'long-polling' })
  })
})

describe('windowAt', () => {
  it('follows the time, or steps once a second with reduced motion', () => {
    expect(windowAt(20_345, 8000, false)).toEqual({ fromMs: 12_345, toMs: 20_345, sinceMs: 12_345 })
    expect(windowAt(20_345, 8000, true)).toEqual({ fromMs: 12_000, toMs: 20_000, sinceMs: 12_000 })
  })
})

import type { TransportName } from '../../../../server/protocol.ts'
import { transportNames } from '../../../../server/protocol.ts'
import type { Text } from '../../i18n.ts'
import type { PageState } from '../../state.ts'
import { type LadderView, type LadderWords, leastColumnPx, windowAt } from './view.ts'

/** Below this width of the panel, in pixels, one column is shown at a time. */
export const oneColumnBelowPx = 480

/** The stretches of time that can be in sight, in seconds. */
export const spansSeconds = [2, 5, 10, 20, 30] as const

/** The one that is in sight at first, in seconds. */
export const usualSpanSeconds = 5

/** What a picture depends on besides the trace and the page's state. */
export interface LadderFrame {
  readonly panelPx: number
  readonly height: number
  readonly nowMs: number
  readonly spanMs: number
  readonly reducedMotion: boolean
  readonly hovered: number | null
  /** The column that is shown where there is room for one. */
  readonly tab: TransportName
  readonly words: LadderWords
}

/** The view of a frame: which columns, how wide, and which stretch of time. */
export function viewOfFrame(state: PageState, frame: LadderFrame): LadderView {
  const columns = columnsOf(state, frame)
  const { rttMs, jitterMs, blackHole } = state.settings.link
  const oneWayMs = rttMs / 2
  return {
    width: Math.max(frame.panelPx, columns.length > 1 ? columns.length * leastColumnPx : 0),
    height: frame.height,
    ...windowAt(frame.nowMs, frame.spanMs, frame.reducedMotion),
    columns,
    publishes: state.mode === 'one' && state.transport !== 'websocket' ? state.transport : null,
    oneWayMs,
    lostAfterMs: blackHole ? rttMs + jitterMs : 3 * rttMs + jitterMs + 1000,
    chosen: state.chosen,
    hovered: frame.hovered,
    words: frame.words,
  }
}

function columnsOf(state: PageState, { panelPx, tab }: LadderFrame): readonly TransportName[] {
  if (state.mode === 'one') return [state.transport]
  return panelPx < oneColumnBelowPx ? [tab] : transportNames
}

/** The picture's words in the page's language. */
export function ladderWordsOf(text: Text): LadderWords {
  return {
    client: text('lab.ladderClient'),
    server: text('lab.ladderServer'),
    now: text('lab.ladderNow'),
    empty: text('lab.ladderEmpty'),
    publish: text('lab.ladderPublish'),
    reset: text('lab.ladderReset'),
    held: text('lab.ladderHeld'),
    gap: text('lab.ladderGap'),
    newLog: text('lab.ladderNewLog'),
    waiting: (count, age) => text('lab.ladderWaiting', { count, age }),
    events: count => text('lab.ladderSeveral', { count }),
  }
}

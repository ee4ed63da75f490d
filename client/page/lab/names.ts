import type { ByteCategory } from '../../../bench/wire/books.ts'
import type { TransportName } from '../../../server/protocol.ts'
import type { Session, SessionState } from '../context.ts'
import type { Text, TextKey } from '../i18n.ts'
import type { TheoryDoubt } from './theory.ts'

/** What each transport is called. */
export const nameKeys: Readonly<Record<TransportName, TextKey>> = {
  polling: 'lab.namePolling',
  'long-polling': 'lab.nameLongPolling',
  streaming: 'lab.nameStreaming',
  sse: 'lab.nameSse',
  websocket: 'lab.nameWebsocket',
}

/** What each kind of byte is called. */
export const categoryKeys: Readonly<Record<ByteCategory, TextKey>> = {
  head: 'lab.chartHead',
  framing: 'lab.chartFraming',
  envelope: 'lab.chartEnvelope',
  payload: 'lab.chartPayload',
}

/** What theory knows nothing of, in words. */
export const doubtKeys: Readonly<Record<TheoryDoubt, TextKey>> = {
  blackHole: 'lab.doubtBlackHole',
  proxy: 'lab.doubtProxy',
  bandwidth: 'lab.doubtBandwidth',
  stalls: 'lab.doubtStalls',
  jitter: 'lab.doubtJitter',
  manual: 'lab.doubtManual',
  burst: 'lab.doubtBurst',
}

/** Why events are lost, in words. */
export const lossKeys: Readonly<Record<keyof Session['losses'], TextKey>> = {
  restarted: 'lab.lostRestarted',
  evicted: 'lab.lostEvicted',
  unexplained: 'lab.lostUnexplained',
}

/** A sign for each state, so that none hangs on a word alone. */
export const stateIcons: Readonly<Record<SessionState, string>> = {
  idle: '○',
  connecting: '◔',
  open: '●',
  waiting: '◐',
  gap: '◌',
  reconnecting: '↻',
  suspect: '?',
  closed: '✕',
  blocked: '⊘',
}

const stateKeys: Readonly<Record<SessionState, TextKey>> = {
  idle: 'lab.stateIdle',
  connecting: 'lab.stateConnecting',
  open: 'lab.stateOpen',
  waiting: 'lab.stateWaiting',
  gap: 'lab.stateGap',
  reconnecting: 'lab.stateReconnecting',
  suspect: 'lab.stateSuspect',
  closed: 'lab.stateClosed',
  blocked: 'lab.stateBlocked',
}

/** A session's state in words. */
export function stateText(text: Text, { state, attempt, code }: Session): string {
  if (state === 'closed' && code !== null) return text('lab.stateClosedCode', { code })
  return text(stateKeys[state], { attempt })
}

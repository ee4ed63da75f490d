import type { Sessions, TelemetryClient, Trace } from '../context.ts'
import type { PageState } from '../state.ts'
import type { Store } from '../store.ts'
import { createReplayBooks } from './books.ts'
import { createStoppableClock } from './clock.ts'
import { createPlayer } from './player.ts'
import { type Recording, readRecording } from './recording.ts'
import type { Moment } from './schedule.ts'
import { createReplaySessions } from './sessions.ts'
import { createReplayTelemetry } from './telemetry.ts'

/** What stands in for the live lab. */
export interface Replay {
  readonly telemetry: TelemetryClient
  readonly sessions: Sessions
}

/** What a replay plays into. */
export interface ReplayStage {
  readonly store: Store<PageState>
  readonly trace: Trace
}

const stepMs = 20
const booksEveryMs = 250

/** Loads the recording that came with the page and plays it; throws an Error where there is none. */
export async function openReplay(stage: ReplayStage): Promise<Replay> {
  const response = await fetch(new URL('./trace.ndjson', import.meta.url))
  if (!response.ok) throw new Error(`trace.ndjson: ${response.status} ${response.statusText}`)
  return play(readRecording(await response.text()), stage)
}

/** Plays a recording on the page's clock, round after round, while the Lab is shown. */
function play(recording: Recording, { store, trace }: ReplayStage): Replay {
  const { settings, poll, holdMs, tab } = recording
  store.set({ server: 'replay', settings, poll, holdMs, tab, ports: null, throttled: false, problem: null })
  store.set({ clock: { offsetMs: 0, errorMs: 0 } })

  const clock = createStoppableClock(() => performance.now())
  const books = createReplayBooks(tab)
  const telemetry = createReplayTelemetry(recording, clock, books)
  clock.setRunning(false)
  const sessions = createReplaySessions(store, trace, clock.setRunning)

  const player = createPlayer(recording, clock.now(), give)
  setInterval(() => player.advance(clock.now()), stepMs)
  setInterval(() => telemetry.tell(books.take()), booksEveryMs)
  return { telemetry, sessions }

  function give(moment: Moment): void {
    if ('receipt' in moment) {
      trace.addReceipt(moment.receipt)
      sessions.received(moment.receipt)
      return
    }
    const { telemetry: told } = moment
    if (told.type === 'message') {
      books.add(told)
      if (told.tab === tab) sessions.message(told)
    } else if (told.type === 'event') sessions.event(told)
    else if (told.type === 'connection' && told.state === 'closed') books.connectionClosed(told.id)
    telemetry.tell([told])
  }
}

import type { ClientNotes, EpochLog, Note } from './notes.ts'
import { createPlaces, isAfter, type Place, type Places } from './places.ts'

/** What can be wrong with what a client was told. */
type FaultKind =
  | 'skipped'
  | 'duplicated'
  | 'reordered'
  | 'altered'
  | 'unknown'
  | 'moved'
  | 'gap'
  | 'behind'
  | 'ended'

/** One thing that is wrong, and the cursor where the client stood. */
export interface Fault {
  readonly client: string
  readonly kind: FaultKind
  readonly cursor: string
  readonly came: string
  readonly expected: string
}

/** How many gaps were announced, and how many events lay in them. */
export interface GapCount {
  readonly count: number
  readonly events: number
}

/** What became of the events that one client should have had. */
export interface Verdict {
  readonly faults: readonly Fault[]
  readonly received: number
  /** Neither received nor within a gap that was announced. */
  readonly lost: number
  readonly duplicated: number
  readonly reordered: number
  readonly gaps: Readonly<Record<'evicted' | 'restarted', GapCount>>
}

interface State {
  readonly client: string
  readonly places: Places
  readonly faults: Fault[]
  readonly counts: { received: number; lost: number; duplicated: number; reordered: number }
  readonly gaps: Readonly<Record<'evicted' | 'restarted', { count: number; events: number }>>
  /** Sequences of the present log that were passed over without a word. */
  readonly missing: Set<number>
  /** Where the client stands; undefined until it was told. */
  at: Place | undefined
}

type NoteOf<Type extends Note['type']> = Extract<Note, { type: Type }>

/** Compares what one client was told with what the logs held, which lived one after the other (one at least). */
export function judge(client: string, { notes, failure }: ClientNotes, logs: readonly EpochLog[]): Verdict {
  const state: State = {
    client,
    places: createPlaces(logs),
    faults: [],
    counts: { received: 0, lost: 0, duplicated: 0, reordered: 0 },
    gaps: { evicted: { count: 0, events: 0 }, restarted: { count: 0, events: 0 } },
    missing: new Set(),
    at: undefined,
  }
  for (const note of notes) {
    const place = state.places.locate(note.cursor)
    if (place) readers[note.type](state, note as never, place)
    else tell(state, 'unknown', `${note.type} ${note.cursor}`, 'a cursor that the server can have given')
  }
  if (failure !== null) tell(state, 'ended', failure, 'a client that goes on')
  expectEnd(state)
  forgetMissing(state)
  return { faults: state.faults, ...state.counts, gaps: state.gaps }
}

const readers: {
  readonly [Type in Note['type']]: (state: State, note: NoteOf<Type>, place: Place) => void
} = { open: stand, alive: stand, event: takeEvent, gap: takeGap }

function tell(state: State, kind: FaultKind, came: string, expected: string): void {
  const cursor = state.at ? state.places.textOf(state.at) : 'none'
  state.faults.push({ client: state.client, kind, cursor, came, expected })
}

/** What tells a client where it stands tells it nothing new. */
function stand(state: State, { type, cursor }: NoteOf<'open' | 'alive'>, place: Place): void {
  state.at ??= place
  const expected = state.places.textOf(state.at)
  if (cursor !== expected) tell(state, 'moved', `${type} ${cursor}`, `${type} ${expected}`)
}

function takeEvent(state: State, { cursor, digest }: NoteOf<'event'>, place: Place): void {
  const { places, counts, missing } = state
  const before = { log: place.log, sequence: place.sequence - 1 }
  if (places.digestAt(place) !== digest)
    tell(state, 'altered', `another event ${cursor}`, `event ${cursor} as appended`)
  const at = standing(state, `event ${cursor}`, before)
  const next = `event ${places.textOf({ log: at.log, sequence: at.sequence + 1 })}`
  if (isAfter(place, at)) {
    if (places.textOf(before) !== places.textOf(at)) {
      tell(state, 'skipped', `event ${cursor}`, place.log === at.log ? next : 'a gap, restarted')
      passOver(state, before)
    }
    counts.received += 1
    state.at = place
  } else if (place.log === at.log && missing.delete(place.sequence)) {
    counts.received += 1
    counts.reordered += 1
    tell(state, 'reordered', `event ${cursor}`, next)
  } else {
    counts.duplicated += 1
    tell(state, 'duplicated', `event ${cursor}`, next)
  }
}

function takeGap(state: State, note: NoteOf<'gap'>, place: Place): void {
  const { places, gaps } = state
  const came = `gap ${note.reason}, lost ${note.lost}, to ${note.cursor}`
  const at = standing(state, came, place)
  if (!isAfter(place, at)) {
    tell(state, 'gap', came, `a gap that ends after ${places.textOf(at)}, or none`)
    return
  }
  const events = places.between(at, place)
  const reason = place.log === at.log ? 'evicted' : 'restarted'
  const lost = reason === 'evicted' ? events : null
  const lastEvicted = places.lastEvicted(place)
  if (note.reason !== reason || note.lost !== lost)
    tell(state, 'gap', came, `gap ${reason}, lost ${lost}, to ${note.cursor}`)
  else if (place.sequence > lastEvicted)
    tell(state, 'gap', came, `a gap to ${lastEvicted} at most: what follows was held`)
  forgetMissing(state)
  gaps[reason].count += 1
  gaps[reason].events += events
  state.at = place
}

/** Where the client stands; where it was not told, `place`, and that is a fault. */
function standing(state: State, came: string, place: Place): Place {
  if (!state.at) {
    tell(state, 'moved', came, 'an opening cursor first')
    state.at = place
  }
  return state.at
}

function expectEnd(state: State): void {
  const { places, at } = state
  const expected = `everything up to ${places.textOf(places.end)}`
  if (!at) tell(state, 'behind', 'nothing', expected)
  else if (isAfter(places.end, at)) {
    tell(state, 'behind', 'nothing more', expected)
    passOver(state, places.end)
  }
}

/** Moves a client to a place ahead: what lies between was neither received nor announced as lost, so far. */
function passOver(state: State, to: Place): void {
  const from = state.at!
  state.at = to
  if (to.log === from.log) {
    for (let sequence = from.sequence + 1; sequence <= to.sequence; sequence += 1) state.missing.add(sequence)
  } else {
    forgetMissing(state)
    state.counts.lost += state.places.between(from, to)
  }
}

/** What is still missing will not come any more. */
function forgetMissing({ counts, missing }: State): void {
  counts.lost += missing.size
  missing.clear()
}

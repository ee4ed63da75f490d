import { type Json, maxTopicBytes } from '../protocol.ts'
import { type Chunks, readLines } from './lines.ts'
import { SourceError, shown } from './source-error.ts'

/** One event to append: what a line of NDJSON says besides its time. */
export interface SourceEvent {
  readonly data: Json
  readonly topic?: string
}

/** One event of a recording; `timeMs` is Unix time in milliseconds. */
interface RecordedEvent extends SourceEvent {
  readonly timeMs: number
}

/** A recording, in order of time, with at least one event. */
export interface Recording {
  /** What errors and descriptions call it. */
  readonly name: string
  readonly events: readonly RecordedEvent[]
}

/** Reads NDJSON (`{"time":UNIX_MS,"data":…,"topic"?:…}`) whole; throws a SourceError for a bad line or no line. */
export async function readRecording(chunks: Chunks, name: string): Promise<Recording> {
  const events: RecordedEvent[] = []
  let lineNumber = 0
  for await (const line of readLines(chunks)) {
    lineNumber += 1
    if (line.trim() === '') continue
    const where = `${name} line ${lineNumber}`
    const fields = parseFields(line, where)
    const timeMs = timeOf(fields, where)
    const beforeMs = events.at(-1)?.timeMs ?? timeMs
    if (timeMs < beforeMs) fail(where, `"time" must not be before the previous event's ${beforeMs}`, timeMs)
    events.push({ timeMs, ...eventOf(fields, where) })
  }
  if (events.length === 0) throw new SourceError('recording', `${name}: expected events, got none`)
  return { name, events }
}

/** Reads one line that needs no time; throws a SourceError that begins with `where`. */
export function parseEvent(line: string, where: string): SourceEvent {
  const fields = parseFields(line, where)
  if (fields.time !== undefined) timeOf(fields, where)
  return eventOf(fields, where)
}

/** From the first event to the last, in milliseconds. */
export function spanMs({ events }: Recording): number {
  return (events.at(-1)?.timeMs ?? 0) - (events[0]?.timeMs ?? 0)
}

/** The mean gap of a recording in milliseconds; throws a SourceError where all its events have one time. */
export function meanGapMs(recording: Recording): number {
  const { name, events } = recording
  if (spanMs(recording) > 0) return spanMs(recording) / (events.length - 1)
  const found = `got ${events.length} ${events.length === 1 ? 'event' : 'events'} at one time`
  throw new SourceError('recording', `${name}: a rate needs events at 2 different times at least, ${found}`)
}

type Fields = Readonly<Record<string, Json | undefined>>

function parseFields(line: string, where: string): Fields {
  let value: Json
  try {
    value = JSON.parse(line)
  } catch (cause) {
    const message = `${where}: expected JSON like {"time":UNIX_MS,"data":...}, got ${shown(line)}`
    throw new SourceError('recording', message, { cause })
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Fields) : fail(where, 'a line must be a JSON object', value)
}

function timeOf({ time }: Fields, where: string): number {
  if (typeof time === 'number' && Number.isFinite(time)) return time
  return fail(where, '"time" must be a number (Unix time in ms)', time)
}

function eventOf({ data, topic }: Fields, where: string): SourceEvent {
  if (data === undefined) return fail(where, '"data" must be there (any JSON)', data)
  if (topic === undefined) return { data }
  if (typeof topic === 'string' && topic !== '' && Buffer.byteLength(topic) <= maxTopicBytes)
    return { data, topic }
  return fail(where, `"topic" must be a string of 1 to ${maxTopicBytes} bytes`, topic)
}

function fail(where: string, expected: string, got: unknown): never {
  throw new SourceError('recording', `${where}: ${expected}, got ${shown(got)}`)
}

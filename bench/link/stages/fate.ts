import type { Fate } from '../settings.ts'
import type { CreateStage, Item, Line, LineConnection } from '../stage.ts'
import { createUnitReader, type Stretch } from '../units.ts'

/** What becomes of a connection, in both directions. */
interface Course {
  /** `over`: one of its ends has ended it, so that nothing can befall it any more. */
  state: 'running' | 'struck' | 'over'
  readonly lines: Line[]
}

const courses = new WeakMap<LineConnection, Course>()

/** How many of the bytes of a stretch's chunk pass before a fate at this place strikes; undefined: not in this stretch. */
type Find = (stretch: Stretch, share: number) => number | undefined

const withinPart: (part: Stretch['part']) => Find =
  wanted =>
  ({ part, from, to }, share) =>
    part === wanted && to - from > 1 ? within(from, to, share) : undefined

const finds: Readonly<Record<Exclude<Fate['where'], 'connect' | 'request'>, Find>> = {
  head: withinPart('head'),
  before: ({ begins, from }) => (begins ? from : undefined),
  header: withinPart('header'),
  payload: withinPart('payload'),
  after: ({ ends, to }) => (ends ? to : undefined),
}

/** An index past the first and before the last of a stretch's ends. */
function within(from: number, to: number, share: number): number {
  return Math.min(to - 1, from + 1 + Math.floor(share * (to - from - 1)))
}

/** Breaks a connection as its fate has it. */
export const fate: CreateStage = line => {
  const own = line.connection.fate
  if (!own) return line.pass
  const course: Course = courses.get(line.connection) ?? { state: 'running', lines: [] }
  courses.set(line.connection, course)
  course.lines.push(line)
  const find = finders[line.way](own)

  return item => {
    if (course.state === 'struck') {
      endStruck(line, own, item)
      return
    }
    const found = course.state === 'running' ? find(item) : undefined
    if (item.kind === 'end' || item.kind === 'reset') course.state = 'over'
    if (found === undefined) line.pass(item)
    else {
      if (item.kind !== 'bytes') line.swallow(item)
      else split(line, item, found.bytes)
      course.state = 'struck'
      strike(course, own, found.unit)
    }
  }
}

interface Found {
  readonly bytes: number
  readonly unit: number
}

const finders: Readonly<Record<Line['way'], (own: Fate) => (item: Item) => Found | undefined>> = {
  up({ where, unit, share }) {
    let chunks = 0
    return item => {
      if (where === 'connect') return item.kind === 'open' ? { bytes: 0, unit: 1 } : undefined
      if (where !== 'request' || item.kind !== 'bytes') return undefined
      chunks += 1
      if (chunks < unit || item.bytes.length < 2) return undefined
      return { bytes: within(0, item.bytes.length, share), unit: chunks }
    }
  },
  down({ where, unit, share }) {
    if (where === 'connect' || where === 'request') return () => undefined
    const find = finds[where]
    const read = createUnitReader()
    return item => {
      if (item.kind !== 'bytes') return undefined
      for (const stretch of read(item.bytes)) {
        const bytes = stretch.unit < unit ? undefined : find(stretch, share)
        if (bytes !== undefined) return { bytes, unit: stretch.unit }
      }
      return undefined
    }
  },
}

function split(line: Line, item: Extract<Item, { kind: 'bytes' }>, bytes: number): void {
  if (bytes > 0) line.pass({ ...item, bytes: item.bytes.subarray(0, bytes) })
  line.swallow({ ...item, bytes: item.bytes.subarray(bytes) })
}

const signs = { cut: 'end', reset: 'reset' } as const

function strike({ lines }: Course, { how, where }: Fate, unit: number): void {
  for (const line of lines) {
    const nowMs = line.now()
    if (how !== 'silence') line.pass({ kind: signs[how], arrivedMs: nowMs, dueMs: nowMs })
  }
  const { connection, now } = lines[0]!
  connection.onStrike({ connection: connection.number, how, where, unit, atMs: now() })
}

/** A silent connection ends when its client does, with a reset for the server, as from a middlebox that forgot it. */
function endStruck(line: Line, { how }: Fate, item: Item): void {
  line.swallow(item)
  const isLeft = line.way === 'up' && (item.kind === 'end' || item.kind === 'reset')
  if (how === 'silence' && isLeft) line.pass({ kind: 'reset', arrivedMs: item.arrivedMs, dueMs: item.dueMs })
}

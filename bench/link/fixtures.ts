import { createRandom, derive } from '../../server/sources/random.ts'
import type { Way } from '../wire/books.ts'
import { noEffect, type Settings } from './settings.ts'
import type { CreateStage, Item, Line, LineConnection } from './stage.ts'

/** A line without a network, for tests: its clock stands where it is put. */
export interface TestLine {
  readonly enter: (item: Item) => void
  readonly passed: Item[]
  readonly swallowed: Item[]
  set(changes: Partial<Settings>): void
  /** Moves the clock, and runs what was booked until then. */
  runTo(timeMs: number): void
}

/** Puts a stage on a line that opened at 0 ms. */
export function testLine(
  create: CreateStage,
  given: Partial<Settings>,
  way: Way = 'down',
  seed = 1,
  connection: LineConnection = { number: 1, fate: null, onStrike: () => {} },
): TestLine {
  const settings = { ...noEffect, ...given }
  const passed: Item[] = []
  const swallowed: Item[] = []
  const listeners: (() => void)[] = []
  const booked: { timeMs: number; action: () => void }[] = []
  let nowMs = 0
  const line: Line = {
    way,
    connection,
    openedMs: 0,
    settings,
    wire: {},
    random: label => createRandom(derive(seed, label)),
    now: () => nowMs,
    at: (timeMs, action) => booked.push({ timeMs, action }),
    onSettings: listener => listeners.push(listener),
    pass: item => passed.push(item),
    swallow: item => swallowed.push(item),
  }
  return {
    enter: create(line),
    passed,
    swallowed,
    set(changes) {
      Object.assign(settings, changes)
      for (const listener of listeners) listener()
    },
    runTo(timeMs) {
      nowMs = timeMs
      for (const { action } of booked.filter(each => each.timeMs <= timeMs)) action()
    },
  }
}

/** Bytes that arrive at a time and are due at once. */
export function bytesAt(timeMs: number, bytes: Buffer | string | number): Item {
  const buffer = typeof bytes === 'number' ? Buffer.alloc(bytes, 'x') : Buffer.from(bytes)
  return { kind: 'bytes', bytes: buffer, arrivedMs: timeMs, dueMs: timeMs }
}

/** A FIN, a reset or an opening at a time. */
export function signAt(timeMs: number, kind: 'open' | 'end' | 'reset'): Item {
  return { kind, arrivedMs: timeMs, dueMs: timeMs }
}

/** Kind, bytes as text and due time of each item, which tests can compare. */
export function shown(items: readonly Item[]): readonly (readonly [string, number])[] {
  return items.map(item => [item.kind === 'bytes' ? item.bytes.toString() : item.kind, item.dueMs])
}

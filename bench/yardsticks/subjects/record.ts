import { formatCursor } from '../../../server/cursor.ts'

/** Bytes of every event record and of every message of a floor. */
export const payloadBytes = 100

const epoch = '00000000'

/** The cursor after so many events, as long as one of ours. */
export function cursorAt(sequence: number): string {
  return formatCursor(epoch, sequence)
}

/** An event record of exactly {@link payloadBytes} with the time of this moment, made without a serialiser. */
export function recordAt(sequence: number): string {
  const atMicros = Math.round((performance.timeOrigin + performance.now()) * 1_000)
  const opening = `{"id":"${cursorAt(sequence)}","at":${atMicros},"data":"`
  return `${opening}${'x'.repeat(payloadBytes - opening.length - 2)}"}`
}

/** Data that fills a record of our feed to the same size; `overheadBytes` is the record's size with `""` as its data. */
export function fill(overheadBytes: number): string {
  return 'x'.repeat(payloadBytes - overheadBytes)
}

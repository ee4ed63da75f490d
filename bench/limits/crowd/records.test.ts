import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunk } from '../../../server/stream.ts'
import { createRecordReader } from './records.ts'

const record = (dueMs: number) => `{"id":"aaaaaaaa.7","at":1790000000000000,"topic":"12","data":${dueMs}}`

function read(bytes: Buffer, cuts: readonly number[]): number[] {
  const found: number[] = []
  const reader = createRecordReader(dueMs => found.push(dueMs))
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  for (const [index, place] of places.slice(1).entries()) {
    // The buffer that a socket reads into is used again.
    const part = Buffer.from(bytes.subarray(places[index], place))
    reader(part)
    part.fill(0)
  }
  return found
}

describe('a reader of records', () => {
  it('finds every time once and in order, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })),
        fc.array(fc.nat()),
        (times, cuts) => {
          const head = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
          const bytes = Buffer.concat([head, ...times.map(time => chunk(`${record(time)}\n`))])
          expect(read(bytes, cuts)).toEqual(times.map(Number))
        },
      ),
    )
  })
})

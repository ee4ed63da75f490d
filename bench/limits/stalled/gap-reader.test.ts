import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textFrame } from '../../../server/frame.ts'
import { chunk } from '../../../server/stream.ts'
import { createGapReader, type ToldToGap } from './gap-reader.ts'

const record = '{"id":"aaaaaaaa.7","at":1790000000000000,"topic":"xx","data":12.5}'
const gap = { reason: 'evicted', lost: 4_321, cursor: 'aaaaaaaa.5000' } as const

const writings = {
  streaming: { record: chunk(`${record}\n`), gap: chunk(`${JSON.stringify({ gap })}\n`) },
  sse: {
    record: chunk(`id: aaaaaaaa.7\ndata: ${record}\n\n`),
    gap: chunk(`event: gap\nid: ${gap.cursor}\ndata: ${JSON.stringify({ gap })}\n\n`),
  },
  websocket: { record: textFrame(record), gap: textFrame(JSON.stringify({ gap })) },
}

describe('a reader up to the gap', () => {
  it.each(Object.entries(writings))(
    'counts what came before it, however the bytes of %s are cut',
    (_, its) => {
      fc.assert(
        fc.property(fc.nat(9), fc.nat(3), fc.array(fc.nat()), (before, behind, cuts) => {
          const records = (count: number) => Array.from({ length: count }, () => its.record)
          const bytes = Buffer.concat([...records(before), its.gap, ...records(behind)])
          const places = cuts.map(cut => cut % (bytes.length + 1)).toSorted((a, b) => a - b)
          const told: ToldToGap[] = []
          const read = createGapReader(each => told.push(each))
          for (const [index, place] of [...places, bytes.length].entries())
            read(bytes.subarray(index === 0 ? 0 : places[index - 1], place))
          expect(told).toEqual([{ records: before, gap }])
        }),
      )
    },
  )

  it('says how many records came while there is no gap', () => {
    const read = createGapReader(() => {})
    expect(read(writings.sse.record)).toBe(1)
    expect(read(Buffer.concat([writings.sse.record, writings.sse.record]))).toBe(3)
  })
})

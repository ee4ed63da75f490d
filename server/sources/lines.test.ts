import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from './lines.ts'

async function* pieces(bytes: Uint8Array, ...cuts: number[]) {
  const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length]
  for (let index = 1; index < edges.length; index += 1) yield bytes.subarray(edges[index - 1], edges[index])
}

async function read(bytes: Uint8Array, ...cuts: number[]): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(pieces(bytes, ...cuts))) lines.push(line)
  return lines
}

describe('readLines', () => {
  const text = '{"data":"é 지진 😀"}\r\n\n{"data":2}\nlast'
  const bytes = new TextEncoder().encode(text)

  it('gives the same lines at every pair of chunk boundaries, inside characters too', async () => {
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        expect(await read(bytes, first, second)).toEqual(text.split('\n'))
      }
    }
  })

  it('gives the lines of any text, a last empty one left out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).filter(line => !/[\n\ufeff]/.test(line))),
        async lines => {
          const encoded = new TextEncoder().encode(lines.map(line => `${line}\n`).join(''))
          expect(await read(encoded, Math.floor(encoded.length / 2))).toEqual(lines)
        },
      ),
    )
  })
})

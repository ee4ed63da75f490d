import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lines } from './lines.ts'
import { drain } from './test/scripted-server.ts'

async function* chunksOf(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  const ends = [...cuts.map(cut => cut % (text.length + 1)), text.length].sort((a, b) => a - b)
  let start = 0
  for (const end of ends) {
    yield text.slice(start, end)
    start = end
  }
}

describe('lines', () => {
  it('are the same wherever the text is cut', async () => {
    const line = fc.string({ minLength: 1 }).filter(text => !text.includes('\n'))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat()), async (all, cuts) => {
        const text = all.map(one => `${one}\n`).join('')
        expect((await drain(lines(chunksOf(text, cuts)))).items).toEqual(all)
      }),
    )
  })

  it('leave out empty lines and a last line without an end', async () => {
    expect((await drain(lines(chunksOf('a\n\nb\nc', [])))).items).toEqual(['a', 'b'])
  })
})

import { describe, expect, it } from 'vitest'
import { compareHeads, fieldHolds, fieldOf, parseHead } from './head.ts'

const raw = 'GET /x HTTP/1.1\r\nHost: a:1\r\nConnection: keep-alive, Upgrade\r\nX:\r\n\r\n'

describe('a head', () => {
  it('is read into its start line and fields, names as they were written', () => {
    expect(parseHead(raw)).toEqual({
      startLine: 'GET /x HTTP/1.1',
      fields: [
        { name: 'Host', value: 'a:1' },
        { name: 'Connection', value: 'keep-alive, Upgrade' },
        { name: 'X', value: '' },
      ],
    })
  })

  it('keeps a line without a colon in sight', () => {
    expect(parseHead('GET / HTTP/1.1\r\nodd\r\n\r\n').fields).toEqual([{ name: 'odd', value: '' }])
  })

  it('finds a field whatever its case', () => {
    expect(fieldOf(parseHead(raw), 'HOST')).toBe('a:1')
    expect(fieldOf(parseHead(raw), 'Upgrade')).toBeUndefined()
  })

  it('finds a whole word of a list, and no part of one', () => {
    expect(fieldHolds(parseHead(raw), 'connection', 'upgrade')).toBe(true)
    expect(fieldHolds(parseHead(raw), 'connection', 'alive')).toBe(false)
    expect(fieldHolds(parseHead(raw), 'missing', 'upgrade')).toBe(false)
  })

  it('laid over the one that was due shows what is missing and what was added, each in its place', () => {
    expect(compareHeads('A\r\nB: 1\r\nC: 2\r\n\r\n', 'A\r\nB: 3\r\nC: 2\r\nD: 4\r\n\r\n')).toEqual([
      { text: 'A', is: 'same' },
      { text: 'B: 1', is: 'missing' },
      { text: 'B: 3', is: 'added' },
      { text: 'C: 2', is: 'same' },
      { text: 'D: 4', is: 'added' },
    ])
  })
})

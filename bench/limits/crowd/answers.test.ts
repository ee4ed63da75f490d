import { describe, expect, it } from 'vitest'
import { createAnswerReader } from './answers.ts'

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"cursor":""}')
const empty = Buffer.from('HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n\r\n')

describe('a reader of answers', () => {
  it('finds each body in turn, cut at every place', () => {
    for (let cut = 0; cut <= answer.length; cut += 1) {
      const bodies: string[] = []
      const read = createAnswerReader(body => bodies.push(body.toString()))
      for (const bytes of [answer.subarray(0, cut), answer.subarray(cut)]) {
        // The buffer that a socket reads into is used again.
        const lent = Buffer.from(bytes)
        if (lent.length > 0) read(lent)
        lent.fill(0)
      }
      read(empty)
      expect(bodies).toEqual(['{"cursor":""}', ''])
    }
  })

  it('throws for any other answer', () => {
    const read = createAnswerReader(() => {})
    expect(() => read(Buffer.from('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'))).toThrow(
      'a poll was answered HTTP/1.1 503 Service Unavailable',
    )
  })
})

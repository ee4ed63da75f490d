import { describe, expect, it } from 'vitest'
import { answerError } from './problem.ts'
import type { HttpAnswer } from './transport.ts'

function answer(status: number, body: string, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    header: name => headers[name] ?? null,
    text: async () => body,
    async *chunks() {
      yield body
    },
  }
}

describe('the error of an answer', () => {
  it.each([
    [400, 'refused', false],
    [404, 'refused', false],
    [408, 'busy', true],
    [429, 'busy', true],
    [500, 'busy', true],
    [503, 'busy', true],
    [302, 'protocol', false],
  ] as const)('takes %d for %s', async (status, code, retryable) => {
    expect(await answerError(answer(status, ''))).toMatchObject({ status, code, retryable })
  })

  it('says what a problem document says, and does without one', async () => {
    const detail = '{"detail":"got 7","field":"timeout"}'
    expect((await answerError(answer(400, detail))).message).toBe('the server answered 400: got 7 (timeout)')
    expect((await answerError(answer(502, '<html>'))).message).toBe(
      'the server answered 502: no reason given',
    )
    expect((await answerError(answer(502, 'null'))).message).toBe('the server answered 502: no reason given')
  })

  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' }, 3_000],
    [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:30 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads %j as %s ms', async (headers, retryAfterMs) => {
    expect((await answerError(answer(503, '', headers as Record<string, string>))).retryAfterMs).toBe(
      retryAfterMs,
    )
  })
})

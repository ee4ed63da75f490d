import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptSteps, bytesOfBase64, compareAccept } from './accept.ts'

describe('the accept', () => {
  it('of the example in RFC 6455 section 1.3 is the one that stands there', async () => {
    const { joined, sha1, accept } = await acceptSteps('dGhlIHNhbXBsZSBub25jZQ==')
    expect(joined).toBe('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    expect([...sha1]).toEqual([
      0xb3, 0x7a, 0x4f, 0x2c, 0xc0, 0x62, 0x4f, 0x16, 0x90, 0xf6, 0x46, 0x06, 0xcf, 0x38, 0x59, 0x45, 0xb2,
      0xbe, 0xc4, 0xea,
    ])
    expect(accept).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  })

  it('of any key is what another SHA-1 makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async bytes => {
        const key = Buffer.from(bytes).toString('base64')
        const hash = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        expect((await acceptSteps(key)).accept).toBe(hash.digest('base64'))
        expect([...bytesOfBase64(key)]).toEqual([...bytes])
      }),
    )
  })

  it('is compared to the character', () => {
    expect(compareAccept('abcd', ' abcd ')).toEqual({ is: 'equal', bytes: 4 })
    expect(compareAccept('abcd', 'abCd')).toEqual({ is: 'different', at: 2 })
    expect(compareAccept('abcd', 'abcde')).toEqual({ is: 'different', at: 4 })
    expect(compareAccept('abcd', '')).toEqual({ is: 'different', at: 0 })
    expect(compareAccept('abcd', undefined)).toEqual({ is: 'missing' })
  })
})

import { describe, expect, it } from 'vitest'
import { handshakeHeaders } from '../i18n/en/handshake-headers.ts'
import { handshakeHeaders as korean } from '../i18n/ko/handshake-headers.ts'
import { headerNameOf, headerSections } from './headers.ts'

/** What Chrome 156, Firefox and Safari send in an opening handshake. */
const sent = [
  'Host Connection Pragma Cache-Control User-Agent Upgrade Origin Sec-WebSocket-Version Accept-Encoding',
  'Accept-Language Sec-WebSocket-Key Sec-WebSocket-Extensions Sec-WebSocket-Protocol Cookie Accept DNT Sec-GPC',
  'Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-Storage-Access Priority',
]
const answered = ['Upgrade Connection Sec-WebSocket-Accept Sec-WebSocket-Protocol Set-WebSocket-Accept']

describe('the explained fields', () => {
  it.each([...sent, ...answered].flatMap(names => names.split(' ')))('have %s', name => {
    expect(headerNameOf(name)).toBe(name.toLowerCase())
  })

  it('do not have what an object has by itself', () => {
    expect(headerNameOf('constructor')).toBeUndefined()
    expect(headerNameOf('X-Other')).toBeUndefined()
  })

  it('have a text in both languages and no text is without a field', () => {
    const keys = Object.keys(headerSections).map(name => `header-${name}`)
    expect(Object.keys(handshakeHeaders).sort()).toEqual([...keys].sort())
    expect(Object.keys(korean).sort()).toEqual([...keys].sort())
  })
})

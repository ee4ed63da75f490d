const quote = 34
const backslash = 92
const openBrace = 123
const openBracket = 91

/** Which values of a top-level object are sought: those of a member, or the elements of the array that a member is. */
export interface Sought {
  readonly member: string
  /** 1 for the member's value, 2 for its elements. */
  readonly depth: 1 | 2
}

/** Told at each end of a sought value, its begin and its end in turn, with the index in the bytes. */
type Turn = (at: number) => void

interface Scan {
  readonly sought: Sought
  readonly turn: Turn
  depth: number
  inString: boolean
  escaped: boolean
  keyNext: boolean
  inKey: boolean
  key: string
  /** Whether the sought member's colon came. */
  wanted: boolean
  /** Whether the scan is inside a sought value. */
  inValue: boolean
}

function beginValue(scan: Scan, at: number): void {
  if (!scan.wanted || scan.inValue || scan.depth !== scan.sought.depth) return
  scan.inValue = true
  scan.turn(at)
}

function endValue(scan: Scan, at: number): void {
  if (!scan.inValue || scan.depth !== scan.sought.depth) return
  scan.inValue = false
  scan.turn(at)
}

const tokens = ['other', 'blank', 'open', 'close', 'comma', 'colon', 'quote'] as const
type Token = (typeof tokens)[number]

const charactersOf: Readonly<Record<Token, string>> = {
  other: '',
  blank: ' \t\r\n',
  open: '{[',
  close: '}]',
  comma: ',',
  colon: ':',
  quote: '"',
}

const acts: Readonly<Record<Token, (scan: Scan, at: number, byte: number) => void>> = {
  other: beginValue,
  blank: endValue,
  open: (scan, at, byte) => {
    beginValue(scan, at)
    if (scan.depth === 1 && byte !== openBracket) scan.wanted = false
    scan.depth += 1
    if (scan.depth === 1) scan.keyNext = byte === openBrace
  },
  close: (scan, at) => {
    endValue(scan, at)
    scan.depth -= 1
    endValue(scan, at + 1)
  },
  comma: (scan, at) => {
    endValue(scan, at)
    if (scan.depth !== 1) return
    scan.wanted = false
    scan.keyNext = true
  },
  colon: scan => {
    if (scan.depth === 1) scan.wanted = scan.key === scan.sought.member
  },
  quote: (scan, at) => {
    scan.inString = true
    scan.inKey = scan.depth === 1 && scan.keyNext
    if (scan.inKey) scan.key = ''
    else beginValue(scan, at)
    scan.keyNext = false
  },
}

const actOfByte = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return acts[tokens.find(token => charactersOf[token].includes(character)) ?? 'other']
})

/** Reads on in a string and returns the index after its end, or after the bytes. */
function readString(scan: Scan, bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (scan.escaped) scan.escaped = false
    else if (byte === backslash) scan.escaped = true
    else if (byte === quote) {
      scan.inString = false
      if (!scan.inKey) endValue(scan, at + 1)
      return at + 1
    }
    if (scan.inKey && scan.key.length <= scan.sought.member.length) scan.key += String.fromCharCode(byte)
  }
  return bytes.length
}

/** Scans one JSON text (RFC 8259) piece by piece for sought values; it takes any bytes and never fails. */
export function createScan(sought: Sought, turn: Turn): (bytes: Uint8Array) => void {
  const scan: Scan = {
    sought,
    turn,
    depth: 0,
    inString: false,
    escaped: false,
    keyNext: false,
    inKey: false,
    key: '',
    wanted: false,
    inValue: false,
  }
  return bytes => {
    let at = 0
    while (at < bytes.length) {
      if (scan.inString) at = readString(scan, bytes, at)
      else {
        const byte = bytes[at]!
        actOfByte[byte]!(scan, at, byte)
        at += 1
      }
    }
  }
}

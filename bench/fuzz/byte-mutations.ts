import type { Dice } from './dice.ts'

/** Makes other bytes of some bytes. */
type ByteMutation = (bytes: Buffer, dice: Dice) => Buffer

/** Numbers at which parsers have failed: signs, bounds of 8 to 64 bits, other notations. */
const numbers = [
  ...['-1', '+1', '0', '00', '1', '1.5', '1e9', '0x10', '125', '126', '127', '255', '256', '65535', '65536'],
  ...['2147483647', '2147483648', '4294967295', '4294967296', '9007199254740993', '18446744073709551616'],
  ...['9'.repeat(40), 'f', 'ffffffff', 'ffffffffffffffff', 'NaN', ''],
]

/** What means something to a parser, put where it does not belong. */
const tokens = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\0',
    ' ',
    '\t',
    ':',
    ';',
    ',',
    '?',
    '#',
    '%',
    '%zz',
    '%ff',
    '%00',
    '%0d%0a',
  ],
  ...[
    'HTTP/1.1',
    'HTTP/1.0',
    'HTTP/2.0',
    'GET ',
    'CONNECT ',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '__proto__',
  ],
  ...['\ufeff', '\ud800', '지', '{', '}', '[[[[', '"', '\\u0000', '0\r\n\r\n', '1;a="b\r\n'],
]

/** Where in some bytes, the end included. */
function place(bytes: Buffer, dice: Dice): number {
  return dice.below(bytes.length + 1)
}

function replaced(bytes: Buffer, start: number, end: number, by: Buffer | string): Buffer {
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(by), bytes.subarray(end)])
}

/** What may happen to the bytes of one part. */
export const byteMutations = {
  'flip a bit': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    const at = dice.below(bytes.length)
    if (bytes.length > 0) changed[at] = changed[at]! ^ (1 << dice.below(8))
    return changed
  },
  'overwrite bytes': (bytes, dice) => {
    const at = place(bytes, dice)
    const random = dice.bytes(1 + dice.below(8))
    return replaced(bytes, at, at + random.length, random)
  },
  'insert random bytes': (bytes, dice) => {
    const at = place(bytes, dice)
    return replaced(bytes, at, at, dice.bytes(1 + dice.below(64)))
  },
  'insert a token': (bytes, dice) => {
    const at = place(bytes, dice)
    return replaced(bytes, at, at, dice.pick(tokens))
  },
  'leave bytes out': (bytes, dice) => {
    const at = place(bytes, dice)
    return replaced(bytes, at, at + 1 + dice.below(8), '')
  },
  'repeat a byte': (bytes, dice) => {
    const at = place(bytes, dice)
    const repeated = Buffer.alloc(dice.pick([10, 300, 5_000, 20_000, 80_000]), bytes[at] ?? 0x41)
    return replaced(bytes, at, at, repeated)
  },
  'lie in a number': (bytes, dice) => {
    // Latin-1 keeps a character a byte.
    const runs = [...bytes.toString('latin1').matchAll(/\d+/g)]
    if (runs.length === 0) return bytes
    const { 0: digits, index } = dice.pick(runs)
    return replaced(bytes, index, index + digits.length, dice.pick(numbers))
  },
  'lie in a frame header': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    for (let at = 0; at < Math.min(bytes.length, 10); at += 1) {
      if (dice.chance(0.3)) changed[at] = dice.pick([0, 1, 0x7e, 0x7f, 0x80, 0x81, 0x88, 0x89, 0xfe, 0xff])
    }
    return changed
  },
  'change the case': bytes => Buffer.from(bytes.map(byte => (isLetter(byte) ? byte ^ 0x20 : byte))),
  'end lines otherwise': (bytes, dice) =>
    Buffer.from(bytes.toString('latin1').replaceAll('\r\n', dice.pick(['\n', '\r', '\r\r\n', ''])), 'latin1'),
} as const satisfies Record<string, ByteMutation>

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

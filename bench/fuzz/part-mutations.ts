import { corpus, corpusNames, type Parts } from './corpus.ts'
import type { Dice } from './dice.ts'

/** Makes other parts of some parts. */
type PartMutation = (parts: Parts, dice: Dice) => Parts

/** Fields that change what a head means. */
const fields = [
  ...[
    'Content-Length: 0',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
  ],
  ...[
    'Connection: close',
    'Connection: Upgrade',
    'Connection: keep-alive, TE',
    'Upgrade: websocket',
    'Upgrade: h2c',
  ],
  ...['Host: other', 'Origin: http://elsewhere.example', 'Origin: null', 'Expect: 100-continue', 'Expect: 7'],
  ...[
    'Sec-WebSocket-Version: 8',
    'Sec-WebSocket-Key: x',
    'Sec-WebSocket-Protocol: ,',
    'Content-Encoding: gzip',
  ],
  ...[
    'Last-Event-ID: 7',
    'Content-Type: text/plain',
    'TE: trailers',
    'X: a\r\n folded',
    ' X: 1',
    'X : 1',
    ': 1',
    'X',
  ],
]

/** What may happen to the parts of an input: none is empty. */
export const partMutations = {
  'leave a part out': (parts, dice) => parts.toSpliced(dice.below(parts.length), 1),
  'send a part twice': (parts, dice) => {
    const at = dice.below(parts.length)
    return parts.toSpliced(at, 0, parts[at]!)
  },
  'flood with a part': (parts, dice) => {
    const at = dice.below(parts.length)
    const copies = Math.min(3_000, Math.ceil(dice.pick([500, 5_000, 50_000]) / parts[at]!.length))
    return parts.toSpliced(at, 0, ...Array<Buffer>(copies).fill(parts[at]!))
  },
  'change the order': (parts, dice) => {
    const [from, to] = [dice.below(parts.length), dice.below(parts.length)]
    return parts.with(from, parts[to]!).with(to, parts[from]!)
  },
  'insert a field': (parts, dice) =>
    parts.toSpliced(dice.below(parts.length + 1), 0, Buffer.from(`${dice.pick(fields)}\r\n`)),
  'insert what is of another input': (parts, dice) =>
    parts.toSpliced(dice.below(parts.length + 1), 0, ...corpus[dice.pick(corpusNames)](dice)),
  'send all twice': parts => [...parts, ...parts],
  'cut it off': (parts, dice) => {
    const bytes = Buffer.concat(parts)
    return [bytes.subarray(0, dice.below(bytes.length + 1))]
  },
} as const satisfies Record<string, PartMutation>

import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { type Observation, type Outcome, outcomeOf } from './attempt.ts'
import { chromeConsole, faultSections } from './fault-facts.ts'
import { readFrame } from './frame.ts'
import { bytesOfHex, opcodeName } from './frame-fields.ts'
import { compareHeads } from './head.ts'
import { definitions } from './labelled.ts'
import { type FaultName, faultStages, type Transcript, type TranscriptBytes } from './protocol.ts'

/** All that is known of the last attempt with a fault. */
export interface FaultResult {
  readonly fault: FaultName
  readonly seen: Observation
  readonly transcript: Transcript | null
  /** What was foretold before it was switched on. */
  readonly predicted: Outcome | null
}

/** Shows what was sent, what the browser did, what the server saw, and why. */
export function faultResult(context: PageContext, result: FaultResult): HTMLElement {
  const { text } = context
  const { fault, transcript } = result
  return element(
    'article',
    { class: 'result' },
    element('h3', {}, text(`handshake.fault-${fault}`)),
    element('p', {}, text(`handshake.fault-${fault}-sent`)),
    ...(transcript ? [sentHead(context, transcript), ...passed(context, transcript)] : []),
    element('h4', {}, text('handshake.did')),
    definitions(didPairs(context, result)),
    element('h4', {}, text('handshake.why')),
    element('p', {}, text(`handshake.fault-${fault}-why`), ' ', element('cite', {}, faultSections[fault])),
    ...consoleNote(context, fault),
  )
}

/** The response's head; where the fault lies there, the right one laid under it. */
function sentHead({ text }: PageContext, { right, response, fault }: Transcript): HTMLElement {
  const lines = compareHeads(right, response).map(line => {
    if (line.is === 'same') return element('div', {}, line.text)
    const sign = line.is === 'missing' ? '− ' : '+ '
    return element('div', {}, element(line.is === 'missing' ? 'del' : 'ins', {}, sign + line.text))
  })
  const heading = faultStages[fault] === 'head' ? 'handshake.headDiffers' : 'handshake.headRight'
  return element('div', {}, element('h4', {}, text(heading)), element('pre', {}, ...lines))
}

const frameHexShown = 96

function passed(context: PageContext, transcript: Transcript): HTMLElement[] {
  const { text } = context
  if (transcript.frames.length === 0) return []
  const row = ({ way, atMs, hex, bytes }: TranscriptBytes) => {
    const shown =
      (hex.slice(0, frameHexShown).match(/../g) ?? []).join(' ') + (hex.length > frameHexShown ? ' …' : '')
    return element(
      'tr',
      {},
      element('td', {}, milliseconds(atMs)),
      element('td', {}, text(way === 'up' ? 'handshake.up' : 'handshake.down')),
      element('td', {}, readable(hex)),
      element('td', {}, String(bytes)),
      element('td', {}, element('code', {}, shown)),
    )
  }
  const headings = (['time', 'way', 'kind', 'size', 'bytes'] as const).map(key =>
    element('th', { scope: 'col' }, text(`handshake.${key}`)),
  )
  const table = element(
    'table',
    { class: 'heads' },
    element('caption', {}, text('handshake.framesPassed')),
    element('thead', {}, element('tr', {}, ...headings)),
    element('tbody', {}, ...transcript.frames.map(row)),
  )
  return [table]
}

/** A frame in words, such as `close 1002 "…"`. */
function readable(hex: string): string {
  const frame = readFrame(bytesOfHex(hex) ?? new Uint8Array())
  if (!frame) return '?'
  const flags = [
    frame.final ? '' : 'FIN 0',
    frame.reserved ? `RSV ${frame.reserved}` : '',
    frame.maskKey ? 'MASK' : '',
  ]
  const name = [opcodeName(frame.opcode), ...flags.filter(flag => flag)].join(' ')
  if (frame.opcode !== 8 || frame.payload.length < 2) return name
  const code = frame.payload[0]! * 256 + frame.payload[1]!
  const reason = new TextDecoder().decode(frame.payload.subarray(2))
  return reason ? `${name} ${code} “${reason}”` : `${name} ${code}`
}

function didPairs(context: PageContext, { seen, predicted, transcript }: FaultResult) {
  const { text } = context
  const outcome = outcomeOf(seen)
  const when = (atMs: number | null) =>
    atMs === null ? text('handshake.no') : text('handshake.after', { ms: milliseconds(atMs) })
  const { close } = seen
  const closed = close
    ? `${close.code}, wasClean ${close.wasClean}, reason ${JSON.stringify(close.reason)}, ${when(close.atMs)}`
    : text('handshake.no')
  const message = seen.message === null ? text('handshake.no') : `“${seen.message}”, ${when(seen.messageMs)}`
  const pairs: [string, string][] = [
    ['open', when(seen.openMs)],
    ['message', message],
    ['error', when(seen.errorMs)],
    ['close', closed],
    [text('handshake.outcome'), text(`handshake.outcome-${outcome}`)],
  ]
  if (predicted) {
    const verdict = predicted === outcome ? 'handshake.predictedRight' : 'handshake.predictedWrong'
    const foretold = text(`handshake.outcome-${predicted}`)
    pairs.push([text('handshake.prediction'), `${foretold}: ${text(verdict)}`])
  }
  const end = transcript?.end
  if (end) pairs.push([text('handshake.serverSaw'), `${text(`handshake.end-${end.how}`)}, ${when(end.atMs)}`])
  return pairs
}

function consoleNote({ text }: PageContext, fault: FaultName): HTMLElement[] {
  const line = chromeConsole[fault]
  if (line === null) return [element('p', {}, text('handshake.consoleSilent'))]
  return [element('p', {}, text('handshake.consoleOnly'), ' ', element('code', {}, line))]
}

const milliseconds = (ms: number) => ms.toFixed(1)

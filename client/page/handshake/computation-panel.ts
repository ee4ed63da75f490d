import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import { followHindrance, hindranceOf } from '../hindrance.ts'
import { follow } from '../store.ts'
import { type AcceptVerdict, acceptSteps, compareAccept } from './accept.ts'
import { addressesOf } from './addresses.ts'
import { startAttempt } from './attempt.ts'
import { hexOf } from './frame-fields.ts'
import { fieldOf, parseHead } from './head.ts'
import { headTable } from './head-table.ts'
import { definitions, handshakeOff, section } from './labelled.ts'
import { labSubprotocol, type Transcript } from './protocol.ts'
import { fetchTranscript } from './transcript.ts'

/** Creates the panel that opens a connection and computes its accept from the heads that really passed. */
export function createComputationPanel(context: PageContext): Panel {
  const { store, text } = context
  const shown = element('div', { class: 'shown' })
  const said = element('p', { role: 'status', class: 'verdict' })
  const ended = new AbortController()
  const say = (words: string) => said.replaceChildren(words)

  const connect = async (): Promise<void> => {
    const { ports } = store.get()
    if (!ports) return
    go.disabled = true
    say(text('handshake.connecting'))
    try {
      const transcript = await shakeHands(addressesOf(location.hostname, ports), ended.signal)
      say(await showComputation(context, transcript, shown))
    } catch (error) {
      if (!ended.signal.aborted) say(text('handshake.noTranscript', { reason: String(error) }))
    } finally {
      go.disabled = hindranceOf(store.get()) !== null
    }
  }
  const go = button(text('handshake.connect'), () => void connect(), { class: 'strong' })
  // The first one by itself: there is something to see at once.
  const ends = [
    followHindrance(store, handshakeOff, [go]),
    follow(store, hindranceOf, hindrance => {
      if (hindrance === null && shown.childElementCount === 0) void connect()
    }),
  ]
  return {
    element: section(
      'computation',
      text('handshake.computation'),
      element('p', { class: 'lead' }, text('handshake.computationLead')),
      element('div', { class: 'row' }, go, said),
      shown,
    ),
    destroy() {
      for (const end of ends) end()
      ended.abort()
    },
  }
}

/** Opens a connection, waits for its first message, closes it and fetches what passed. */
async function shakeHands(
  addresses: ReturnType<typeof addressesOf>,
  signal: AbortSignal,
): Promise<Transcript> {
  const id = crypto.randomUUID()
  await new Promise<void>((resolve, reject) => {
    const close = startAttempt({
      openSocket: () => new WebSocket(addresses.handshake('none', id), labSubprotocol),
      now: () => performance.now(),
      first: 'hello',
      onChange: ({ message, close: closed }) => {
        if (closed && message === null) reject(new Error(`close ${closed.code}`))
        else if (closed) resolve()
        else if (message !== null) close()
      },
    })
    signal.addEventListener('abort', close, { once: true })
  })
  return fetchTranscript(addresses.transcript(id, 1_000), signal)
}

/** Shows what follows from a transcript, and resolves to the verdict. */
async function showComputation(
  context: PageContext,
  transcript: Transcript,
  place: HTMLElement,
): Promise<string> {
  const { parts, verdict } = await computation(context, transcript)
  place.replaceChildren(...parts)
  return verdict
}

async function computation(context: PageContext, { request, response }: Transcript) {
  const { text } = context
  const key = fieldOf(parseHead(request), 'Sec-WebSocket-Key') ?? ''
  const sent = fieldOf(parseHead(response), 'Sec-WebSocket-Accept')
  const { joined, sha1, accept } = await acceptSteps(key)
  const code = (value: string) => element('code', {}, value)
  const verdict = verdictText(context, compareAccept(accept, sent))
  const steps = definitions([
    [text('handshake.stepKey'), code(key)],
    [text('handshake.stepJoined'), element('code', {}, key, element('mark', {}, joined.slice(key.length)))],
    [text('handshake.stepSha1'), code(hexOf(sha1, ' '))],
    [text('handshake.stepAccept'), code(accept)],
    [text('handshake.stepSent'), code(sent ?? text('handshake.nothing'))],
  ])
  steps.className = 'steps'
  const parts = [
    element('div', { class: 'pair' }, steps, element('p', { class: 'proves' }, text('handshake.proves'))),
    headTable(context, text('handshake.request'), request),
    headTable(context, text('handshake.response'), response),
  ]
  return { parts, verdict }
}

function verdictText({ text }: PageContext, verdict: AcceptVerdict): string {
  if (verdict.is === 'equal') return text('handshake.verdictEqual', { bytes: verdict.bytes })
  if (verdict.is === 'missing') return text('handshake.verdictMissing')
  return text('handshake.verdictDifferent', { at: verdict.at + 1 })
}

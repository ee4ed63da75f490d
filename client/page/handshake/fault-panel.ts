import type { PageContext, Panel } from '../context.ts'
import { button, element } from '../element.ts'
import { followHindrance } from '../hindrance.ts'
import type { Text } from '../i18n.ts'
import { type Outcome, outcomeOf } from './attempt.ts'
import { faultResult } from './fault-result.ts'
import { createFaultWatch, type FaultListeners } from './fault-watch.ts'
import { handshakeOff, labelled, radios, section } from './labelled.ts'
import { createOutcomesTable } from './outcomes-table.ts'
import { type FaultName, faultNames } from './protocol.ts'
import type { StandingState } from './standing.ts'

/** A panel that also lets go of its connection while its view is not shown. */
export interface FaultPanel extends Panel {
  hide(): void
}

/** Creates the panel with the faults: choose, foretell, switch on, and see what the browser does. */
export function createFaultPanel(context: PageContext): FaultPanel {
  const { store, text } = context
  const ended = new AbortController()
  let predicted: Outcome | null = null
  let chosen: FaultName = 'wrong-accept'
  const report = createReport(context, () => predicted)
  const watch = createFaultWatch(context, report.listeners, ended.signal)
  const prediction = predictionSelect(context)
  const use = (fault: FaultName) => {
    predicted = fault === 'none' ? null : ((prediction.value || null) as Outcome | null)
    watch.use(fault)
  }
  const buttons = [
    button(text('handshake.switchOn'), () => use(chosen), { class: 'strong' }),
    button(text('handshake.switchOff'), () => use('none')),
    button(text('handshake.stop'), () => watch.stop()),
  ]
  const choice = createFaultChoice(text, chosen, word => {
    chosen = word
    prediction.value = ''
  })
  const end = followHindrance(store, handshakeOff, [choice, prediction, ...buttons])
  return {
    element: section(
      'faults',
      text('handshake.faults'),
      element('p', { class: 'lead' }, text('handshake.faultsLead')),
      choice,
      element('div', { class: 'row' }, labelled(text('handshake.predict'), prediction), ...buttons),
      ...report.elements,
      element('p', { class: 'lead' }, text('handshake.consoleExpected')),
    ),
    hide: () => watch.stop(),
    destroy() {
      end()
      watch.stop()
      ended.abort()
    },
  }
}

function createFaultChoice(text: Text, chosen: FaultName, choose: (fault: FaultName) => void) {
  const words = faultNames
    .filter(word => word !== 'none')
    .map(word => ({ word, label: text(`handshake.fault-${word}`) }))
  return radios<FaultName>('fault', text('handshake.faultChoice'), words, chosen, choose)
}

const foretellable = ['refused', 'failed', 'closed', 'works'] as const

function predictionSelect({ text }: PageContext): HTMLSelectElement {
  return element(
    'select',
    {},
    element('option', { value: '' }, text('handshake.noPrediction')),
    ...foretellable.map(word => element('option', { value: word }, text(`handshake.outcome-${word}`))),
  )
}

/** What is said and shown of the standing connection. */
function createReport(context: PageContext, predicted: () => Outcome | null) {
  const { text } = context
  const stands = element('p', { class: 'stands' }, standingText(context, { phase: 'idle' }))
  const said = element('p', { role: 'status' })
  const shown = element('div', { class: 'shown' })
  const table = createOutcomesTable(context)
  const listeners: FaultListeners = {
    onState: state => {
      stands.textContent = standingText(context, state)
    },
    onOutcome(fault, seen) {
      table.add(fault, seen)
      const line = `${text(`handshake.fault-${fault}`)}: ${text(`handshake.outcome-${outcomeOf(seen)}`)}`
      // What an attempt only repeats is not announced again.
      if (said.textContent !== line) said.textContent = line
    },
    onTranscript(fault, seen, transcript) {
      shown.replaceChildren(faultResult(context, { fault, seen, transcript, predicted: predicted() }))
    },
  }
  return { listeners, elements: [stands, said, shown, table.element] }
}

function standingText({ text }: PageContext, state: StandingState): string {
  if (state.phase === 'idle') return text('handshake.standing-idle')
  const fault = text(`handshake.fault-${state.fault}`)
  const seconds = state.phase === 'waiting' ? state.waitMs / 1000 : 0
  return text(`handshake.standing-${state.phase}`, { fault, attempt: state.attempt, seconds })
}

import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { type Observation, outcomeOf } from './attempt.ts'
import { type FaultName, faultNames } from './protocol.ts'

/** Creates a table with a row for each fault that was tried, hidden until there is one. */
export function createOutcomesTable({ text }: PageContext) {
  const rows = new Map<FaultName, HTMLElement>()
  const body = element('tbody')
  const headings = (['fault', 'open', 'closeCode', 'clean', 'outcome'] as const).map(key =>
    element('th', { scope: 'col' }, text(`handshake.${key}`)),
  )
  const table = element(
    'table',
    { class: 'heads', hidden: true },
    element('caption', {}, text('handshake.tried')),
    element('thead', {}, element('tr', {}, ...headings)),
    body,
  )
  const yes = (is: boolean) => text(is ? 'handshake.yes' : 'handshake.no')
  const add = (fault: FaultName, seen: Observation) => {
    const row = element(
      'tr',
      { 'data-fault': fault },
      element('th', { scope: 'row' }, text(`handshake.fault-${fault}`)),
      element('td', {}, yes(seen.openMs !== null)),
      element('td', {}, seen.close ? String(seen.close.code) : '–'),
      element('td', {}, seen.close ? yes(seen.close.wasClean) : '–'),
      element('td', {}, text(`handshake.outcome-${outcomeOf(seen)}`)),
    )
    rows.set(fault, row)
    body.replaceChildren(...faultNames.flatMap(name => rows.get(name) ?? []))
    table.hidden = false
  }
  return { element: table, add }
}

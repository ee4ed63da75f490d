import type { PageContext } from '../context.ts'
import { element } from '../element.ts'
import { type Field, parseHead } from './head.ts'
import { headerNameOf, headerSections } from './headers.ts'

/** Shows a head: its start line, and each field with what it is for and the section that says so. */
export function headTable({ text }: PageContext, caption: string, raw: string): HTMLElement {
  const { startLine, fields } = parseHead(raw)
  const row = (field: Field) => {
    const known = headerNameOf(field.name)
    const why = known ? text(`handshake.header-${known}`) : text('handshake.unknownHeader')
    const section = known ? [' ', element('cite', {}, headerSections[known])] : []
    return element(
      'tr',
      { 'data-explained': known ? 'yes' : 'no' },
      element('th', { scope: 'row' }, element('code', {}, field.name)),
      element('td', {}, element('code', {}, field.value)),
      element('td', {}, why, ...section),
    )
  }
  const headings = (['field', 'value', 'meaning'] as const).map(key =>
    element('th', { scope: 'col' }, text(`handshake.${key}`)),
  )
  return element(
    'table',
    { class: 'heads' },
    element('caption', {}, `${caption} `, element('code', {}, startLine)),
    element('thead', {}, element('tr', {}, ...headings)),
    element('tbody', {}, ...fields.map(row)),
  )
}

import type { ChartName } from './chart-texts.ts'
import type { Table } from './tables.ts'

/** The report's parts in reading order, without their looks: Markdown and HTML draw the same list. */
export interface Section {
  /** A fragment identifier, unique in the report. */
  readonly id: string
  readonly title: string
  /** 2 or 3. */
  readonly level: 2 | 3
  readonly blocks: readonly Block[]
}

/** One thing in a section. A `folded` table opens on demand. */
export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'table'; readonly table: Table; readonly folded: boolean }
  | { readonly type: 'command'; readonly text: string }
  | Picture

/** A chart of a scenario, with the words that stand for it and the table of its numbers. */
export interface Picture {
  readonly type: 'picture'
  readonly chart: ChartName
  /** The scenario's place in `report.scenarios`. */
  readonly scenario: number
  readonly alt: string
  readonly caption: string
  readonly table: Table
}

/** A section. */
export const section = (id: string, title: string, blocks: readonly Block[], level: 2 | 3 = 2): Section => ({
  id,
  title,
  level,
  blocks,
})
/** A paragraph of plain text. */
export const paragraph = (text: string): Block => ({ type: 'paragraph', text })
/** A table in full sight. */
export const shown = (table: Table): Block => ({ type: 'table', table, folded: false })
/** A table that opens on demand. */
export const folded = (table: Table): Block => ({ type: 'table', table, folded: true })

import type { Column, Table } from './tables.ts'

const gap = '  '

/** A table as lines of monospaced text, columns padded to their widest cell; no caption. */
export function plainTable({ columns, rows }: Table): readonly string[] {
  const widths = columns.map((column, index) => widthOf(column, rows, index))
  const line = (cells: readonly string[]) =>
    columns
      .map(({ kind }, index) => {
        const cell = cells[index] ?? ''
        return kind === 'number' ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)
      })
      .join(gap)
      .trimEnd()
  return [line(columns.map(({ heading }) => heading)), ...rows.map(line)]
}

/**
 * A table in as few tables as fit the width, each with the first column and an even share of the others.
 * A single column that is too wide stays so.
 */
export function bands(table: Table, width: number): readonly Table[] {
  const others = table.columns.length - 1
  for (let count = 1; count < others; count++) {
    const split = splitInto(table, Math.ceil(others / count))
    if (split.every(band => Math.max(...plainTable(band).map(({ length }) => length)) <= width)) return split
  }
  return splitInto(table, 1)
}

function splitInto(table: Table, size: number): readonly Table[] {
  const split: Table[] = []
  for (let from = 1; from < table.columns.length; from += size) {
    const pick = <T>(cells: readonly T[]) => [...cells.slice(0, 1), ...cells.slice(from, from + size)]
    split.push({ caption: table.caption, columns: pick(table.columns), rows: table.rows.map(pick) })
  }
  return split
}

/** A text broken at spaces into lines of at most `width`; a longer word is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap(long => pieces(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function pieces(word: string, width: number): readonly string[] {
  return word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []
}

function widthOf({ heading }: Column, rows: Table['rows'], index: number): number {
  return Math.max(heading.length, ...rows.map(cells => (cells[index] ?? '').length))
}

import type { Block, Picture, Section } from './blocks.ts'
import { chartTexts, pictureFile } from './chart-texts.ts'
import { byline, reportTitle, sections } from './document.ts'
import { escapedHtml, escapedMarkdown } from './escape.ts'
import type { Table } from './tables.ts'
import type { Report } from './types.ts'

/** The report as `report.md` for a code host (GitHub-flavoured Markdown); pictures are files beside it. */
export function markdownReport(report: Report): string {
  const parts = [`# ${reportTitle}`, escapedMarkdown(byline(report)), ...sections(report).map(drawn)]
  return `${parts.join('\n\n')}\n`
}

function drawn({ title, level, blocks }: Section): string {
  return [
    `${'#'.repeat(level)} ${escapedMarkdown(title)}`,
    ...blocks.map(block => drawBlock(block, title)),
  ].join('\n\n')
}

function drawBlock(block: Block, title: string): string {
  switch (block.type) {
    case 'paragraph':
      return escapedMarkdown(block.text)
    case 'list':
      return block.items.map(item => `- ${escapedMarkdown(item)}`).join('\n')
    case 'table':
      return block.folded ? foldedTable(block.table) : captioned(block.table, title)
    case 'command':
      return fenced(block.text)
    case 'picture':
      return picture(block)
  }
}

/** A caption that only says the section's title again is left out. */
function captioned(table: Table, title: string): string {
  return table.caption === title ? markdownTable(table) : titledTable(table)
}

/** A table under its caption, in GitHub-flavoured Markdown. */
export function titledTable(table: Table): string {
  return `**${escapedMarkdown(table.caption)}**\n\n${markdownTable(table)}`
}

function foldedTable(table: Table): string {
  return `<details><summary>${escapedHtml(table.caption)}</summary>\n\n${markdownTable(table)}\n\n</details>`
}

/** A table in GitHub-flavoured Markdown. */
export function markdownTable({ columns, rows: cells }: Table): string {
  const line = (texts: readonly string[]) => `| ${texts.map(escapedMarkdown).join(' | ')} |`
  const rule = columns.map(({ kind }) => (kind === 'number' ? '---:' : ':---'))
  return [line(columns.map(({ heading }) => heading)), `| ${rule.join(' | ')} |`, ...cells.map(line)].join(
    '\n',
  )
}

/** The numbers of a picture stand in the tables of the sections below it. */
function picture({ chart, scenario, alt, caption }: Picture): string {
  const light = pictureFile(chart, scenario, 'light')
  const dark = pictureFile(chart, scenario, 'dark')
  const image = `<img src="${light}" alt="${escapedHtml(alt)}" width="800">`
  const source = `<source media="(prefers-color-scheme: dark)" srcset="${dark}">`
  return `**${chartTexts[chart].title}.** ${escapedMarkdown(caption)}\n\n<picture>${source}${image}</picture>`
}

function fenced(command: string): string {
  const longest = Math.max(2, ...(command.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}sh\n${command}\n${fence}`
}

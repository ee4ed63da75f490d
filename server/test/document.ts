import { readFileSync } from 'node:fs'

/** A fenced block of PROTOCOL.md. */
export interface Block {
  /** The heading that it stands under, whatever its level. */
  readonly heading: string
  /** The word behind the fence. */
  readonly language: string
  readonly text: string
}

/** PROTOCOL.md as it stands beside the server. */
const protocolDocument = readFileSync(new URL('../PROTOCOL.md', import.meta.url), 'utf8')

const fence = /^```(\w+)\n([\s\S]*?)^```$/gm

/** The fenced blocks of a section (`## title`, up to the next), in order; of the whole document without one. */
export function blocksOf(section?: string): Block[] {
  const text = section === undefined ? protocolDocument : sectionOf(section)
  return [...text.matchAll(fence)].map(({ index, 1: language, 2: block }) => ({
    heading: [...text.slice(0, index).matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? '',
    language: language!,
    text: block!,
  }))
}

/** The rows of the first table of a section, each by its first cell; code marks are dropped. */
export function tableOf(section: string): Map<string, readonly string[]> {
  const rows = sectionOf(section).match(/^\|.*\|$/gm) ?? []
  const cells = rows.map(row =>
    row
      .slice(1, -1)
      .split('|')
      .map(cell => cell.replaceAll('`', '').trim()),
  )
  return new Map(cells.slice(2).map(([name = '', ...rest]) => [name, rest]))
}

function sectionOf(title: string): string {
  const found = protocolDocument.split(/^(?=## )/m).find(section => section.startsWith(`## ${title}\n`))
  if (!found) throw new Error(`PROTOCOL.md has no section "${title}"`)
  return found
}

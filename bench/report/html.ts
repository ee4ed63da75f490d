import type { Block, Picture, Section } from './blocks.ts'
import { chartTexts } from './chart-texts.ts'
import { byline, reportTitle, sections } from './document.ts'
import { embedded, inlineScript } from './embed.ts'
import { escapedHtml } from './escape.ts'
import { pageStyle } from './page-style.ts'
import type { Table } from './tables.ts'
import type { Report } from './types.ts'

export { readEmbeddedReport } from './embed.ts'

/** What the page needs besides the report: the bundled text of `page.ts`. */
export interface PageAssets {
  readonly script: string
}

/** The report as one self-contained page: no request to any host, the report itself inside as JSON. */
export function htmlReport(report: Report, assets: PageAssets): string {
  const parts = sections(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${escapedHtml(`${reportTitle}, ${report.createdAt}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header>
<h1>${escapedHtml(reportTitle)}</h1>
<p>${escapedHtml(byline(report))}</p>
<button type="button" id="theme" hidden>Dark theme</button>
</header>
<nav aria-label="Sections">${contents(parts)}</nav>
<main id="main" tabindex="-1">
${parts.map(drawSection).join('\n')}
</main>
${embedded(report)}
<script>${inlineScript(assets.script)}</script>
</body>
</html>
`
}

const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"

function contents(parts: readonly Section[]): string {
  const links = parts
    .filter(({ level }) => level === 2)
    .map(({ id, title }) => `<li><a href="#${id}">${escapedHtml(title)}</a></li>`)
  return `<ul>${links.join('')}</ul>`
}

function drawSection({ id, title, level, blocks }: Section): string {
  const drawn = blocks.map((block, index) => drawBlock(block, `${id}-${index + 1}`))
  return `<section aria-labelledby="${id}">
<h${level} id="${id}">${escapedHtml(title)}</h${level}>
${drawn.join('\n')}
</section>`
}

function drawBlock(block: Block, id: string): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${escapedHtml(block.text)}</p>`
    case 'list':
      return `<ul>${block.items.map(item => `<li>${escapedHtml(item)}</li>`).join('')}</ul>`
    case 'table':
      return block.folded
        ? folded(block.table.caption, drawTable(block.table, id))
        : drawTable(block.table, id)
    case 'command':
      return `<pre tabindex="0"><code>${escapedHtml(block.text, { lines: true })}</code></pre>`
    case 'picture':
      return drawPicture(block, id)
  }
}

function drawPicture({ chart, scenario, alt, caption, table }: Picture, id: string): string {
  return `<figure>
<div class="chart"><canvas role="img" aria-label="${escapedHtml(alt)}" data-chart="${chart}" data-scenario="${scenario}"></canvas></div>
<figcaption>${escapedHtml(`${chartTexts[chart].title}. ${caption}`)}</figcaption>
${folded('The numbers of this chart', drawTable(table, id))}
</figure>`
}

function folded(summary: string, content: string): string {
  return `<details><summary>${escapedHtml(summary)}</summary>${content}</details>`
}

function drawTable({ caption, columns, rows }: Table, id: string): string {
  const kinds = columns.map(({ kind }) => (kind === 'number' ? ' class="number"' : ''))
  const heads = columns.map(
    ({ heading }, index) => `<th scope="col"${kinds[index]}>${escapedHtml(heading)}</th>`,
  )
  const lines = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell, index) => `<td${kinds[index + 1]}>${escapedHtml(cell)}</td>`)
    return `<tr><th scope="row">${escapedHtml(name)}</th>${rest.join('')}</tr>`
  })
  return `<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-caption">
<table><caption id="${id}-caption">${escapedHtml(caption)}</caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>${lines.join('\n')}</tbody></table></div>`
}

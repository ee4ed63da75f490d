const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML text or as a quoted attribute; runs of white space become one space unless `lines` are kept. */
export function escapedHtml(text: string, { lines = false } = {}): string {
  return (lines ? text : text.replace(/\s+/g, ' ')).replace(/[&<>"']/g, sign => entities[sign] ?? sign)
}

/** Text as Markdown text, inside a table's cell too: no markup, no cell border, no line break. */
export function escapedMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_|~]/g, '\\$&')
    .replace(/\]\(/g, ']\\(')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

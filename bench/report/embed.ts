const opening = '<script type="application/json" id="report">'
const closing = '</script>'

/** A value as JSON that can stand inside a script element, and be read back: no `<`, U+2028 or U+2029 in it. */
export function embedded(value: unknown): string {
  const json = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return opening + json + closing
}

/** The value that {@link embedded} put into a page; throws an Error where there is none, or where it is not JSON. */
export function readEmbeddedReport(html: string): unknown {
  const start = html.indexOf(opening)
  const end = html.indexOf(closing, start)
  if (start < 0 || end < 0)
    throw new Error('no embedded report: expected <script type="application/json" id="report">')
  return JSON.parse(html.slice(start + opening.length, end))
}

/** A program that can stand inside a script element: nothing in it ends the element or opens a comment. */
export function inlineScript(program: string): string {
  return program.replace(/<(?=\/script|!--|script)/gi, '\\x3C')
}

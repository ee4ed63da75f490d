/** A field of an HTTP head: its name as it was written, and its value without the white space around it. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** An HTTP/1.1 head (RFC 9112 section 2.1): the start line, and the fields in their order. */
export interface Head {
  readonly startLine: string
  readonly fields: readonly Field[]
}

/** Reads a head, with or without the empty line that ends it; a line without a colon becomes a field without a value. */
export function parseHead(raw: string): Head {
  const [startLine = '', ...lines] = raw.split('\r\n').filter(line => line !== '')
  return { startLine, fields: lines.map(toField) }
}

function toField(line: string): Field {
  const colon = line.indexOf(':')
  if (colon < 0) return { name: line, value: '' }
  return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
}

/** The value of the first field of that name, whatever its case (RFC 9110 section 5.1). */
export function fieldOf(head: Head, name: string): string | undefined {
  return head.fields.find(field => field.name.toLowerCase() === name.toLowerCase())?.value
}

/** Whether a comma-separated field holds a word, whatever its case (RFC 9110 section 5.6.1). */
export function fieldHolds(head: Head, name: string, word: string): boolean {
  const words = fieldOf(head, name)?.toLowerCase().split(',') ?? []
  return words.some(one => one.trim() === word.toLowerCase())
}

/** A line of two heads laid over each other. */
export interface ComparedLine {
  readonly text: string
  /** `missing` was due and not sent, `added` was sent and not due. */
  readonly is: 'same' | 'missing' | 'added'
}

/** Lays what was sent over what was due, line by line, each missing line where it was due. */
export function compareHeads(due: string, sent: string): ComparedLine[] {
  const dueLines = linesOf(due)
  const sentLines = linesOf(sent)
  const compared: ComparedLine[] = []
  let next = 0
  for (const text of dueLines) {
    const found = sentLines.indexOf(text, next)
    if (found < 0) {
      compared.push({ text, is: 'missing' })
      continue
    }
    compared.push(...sentLines.slice(next, found).map(added), { text, is: 'same' })
    next = found + 1
  }
  return [...compared, ...sentLines.slice(next).map(added)]
}

const linesOf = (raw: string) => raw.split('\r\n').filter(line => line !== '')
const added = (text: string): ComparedLine => ({ text, is: 'added' })

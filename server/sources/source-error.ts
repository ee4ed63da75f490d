/** What a user got wrong: an option of the source, or the recording behind it. */
type SourceErrorCode = 'option' | 'recording'

/** A mistake that the user can mend; its message is one line: the field, what came, what was expected. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly code: SourceErrorCode

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A value as it stands in an error message: its JSON, cut to 60 characters, or `nothing`. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

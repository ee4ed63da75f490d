/** Text or UTF-8 bytes in pieces, as a Readable gives them. */
export type Chunks = AsyncIterable<string | Uint8Array>

/** Cuts UTF-8 at its line feeds, wherever the chunks end; the last line needs none. */
export async function* readLines(chunks: Chunks): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let line = ''
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const [first = '', ...others] = text.split('\n')
    line += first
    for (const next of others) {
      yield line
      line = next
    }
  }
  line += decoder.decode()
  if (line !== '') yield line
}

import { addAbortSignal, type Readable } from 'node:stream'
import type { Content } from '../feed.ts'
import { monotonicMs } from './clock.ts'
import type { ToContent } from './contents.ts'
import { readLines } from './lines.ts'
import type { Append } from './play.ts'
import { parseEvent } from './recording.ts'
import { SourceError } from './source-error.ts'

/** Told, in one line, what was wrong with a line that was left out. */
export type OnProblem = (message: string) => void

/** A stream of NDJSON to append as it comes. */
export interface LiveOptions {
  readonly input: Readable
  readonly toContent: ToContent
  /** When to stop, on the clock of `monotonicMs`. */
  readonly endAtMs?: number | undefined
  readonly signal: AbortSignal
  readonly append: Append
  readonly onProblem: OnProblem
}

/**
 * Appends each line when it arrives; a bad one is reported and left out. Resolves when the input ends, at `endAtMs`
 * or at the abort (both destroy the input); rejects if the input fails or `append` throws.
 */
export async function appendLive(options: LiveOptions): Promise<void> {
  const { input, endAtMs } = options
  const end = new AbortController()
  const timer =
    endAtMs === undefined ? undefined : setTimeout(() => end.abort(), Math.ceil(endAtMs - monotonicMs()))
  const signal = AbortSignal.any([options.signal, end.signal])
  try {
    await appendLines({ ...options, input: addAbortSignal(signal, input), signal })
  } catch (error) {
    if (!signal.aborted || !(error instanceof Error) || error.name !== 'AbortError') throw error
  } finally {
    clearTimeout(timer)
  }
}

async function appendLines({ input, toContent, signal, append, onProblem }: LiveOptions): Promise<void> {
  let lineNumber = 0
  for await (const line of readLines(input)) {
    if (signal.aborted) return
    lineNumber += 1
    if (line.trim() === '') continue
    const content = contentOrReport(() => toContent(parseEvent(line, `stdin line ${lineNumber}`)), onProblem)
    if (content) append(content, monotonicMs())
  }
}

function contentOrReport(make: () => Content, onProblem: OnProblem): Content | undefined {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    onProblem(error.message)
    return undefined
  }
}

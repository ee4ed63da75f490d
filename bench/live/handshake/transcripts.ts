import { hexOf } from '../../../client/page/handshake/frame-fields.ts'
import type { Transcript, TranscriptBytes, TranscriptEnd } from '../../../client/page/handshake/protocol.ts'

/** Connections that are remembered, frames of each, bytes of each frame: some megabytes at most. */
export const transcriptLimits = { connections: 100, frames: 64, frameBytes: 512 } as const

/** Writes down what one connection carries. */
export interface Recorder {
  bytes(way: TranscriptBytes['way'], bytes: Uint8Array): void
  /** Only the first end counts. */
  end(how: TranscriptEnd): void
}

/** The last connections by the page's own ids; one that comes again takes the place of the former. */
export interface Transcripts {
  /** Begins a connection's transcript; times are counted from now. */
  begin(opening: Pick<Transcript, 'fault' | 'request' | 'response' | 'right'> & { id: string }): Recorder
  get(id: string): Transcript | undefined
  /** Resolves when that connection has ended, at once when it has or is not known; the signal ends the wait. */
  ended(id: string, signal: AbortSignal): Promise<void>
}

interface Entry {
  transcript: Transcript
  readonly ended: AbortController
}

/** Creates an empty memory; `nowMs` is a monotonic clock. */
export function createTranscripts(nowMs: () => number): Transcripts {
  const entries = new Map<string, Entry>()

  return {
    begin(opening) {
      const openedMs = nowMs()
      const transcript: Transcript = { ...opening, frames: [], framesLeftOut: 0, end: null }
      const entry: Entry = { transcript, ended: new AbortController() }
      forget(entries, opening.id)
      entries.set(opening.id, entry)
      return record(entry, () => Math.round((nowMs() - openedMs) * 1000) / 1000)
    },
    get: id => entries.get(id)?.transcript,
    ended: (id, signal) => waitFor(entries.get(id)?.ended.signal, signal),
  }
}

function forget(entries: Map<string, Entry>, id: string): void {
  entries.delete(id)
  const [oldest] = entries.keys()
  if (entries.size >= transcriptLimits.connections && oldest !== undefined) entries.delete(oldest)
}

function record(entry: Entry, atMs: () => number): Recorder {
  const change = (members: Partial<Transcript>) => {
    entry.transcript = { ...entry.transcript, ...members }
  }
  return {
    bytes(way, bytes) {
      const { frames, framesLeftOut } = entry.transcript
      if (frames.length >= transcriptLimits.frames) return change({ framesLeftOut: framesLeftOut + 1 })
      const hex = hexOf(bytes.subarray(0, transcriptLimits.frameBytes))
      change({ frames: [...frames, { way, atMs: atMs(), hex, bytes: bytes.length }] })
    },
    end(how) {
      if (entry.transcript.end) return
      change({ end: { how, atMs: atMs() } })
      entry.ended.abort()
    },
  }
}

function waitFor(ended: AbortSignal | undefined, signal: AbortSignal): Promise<void> {
  if (!ended || ended.aborted || signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      ended.removeEventListener('abort', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    ended.addEventListener('abort', done)
    signal.addEventListener('abort', done)
  })
}

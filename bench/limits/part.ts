import type { TransportName } from '../../server/protocol.ts'
import type { Environment } from '../report/types.ts'

/** What a part of the limits works with. */
export interface PartContext {
  /** Fixes every random order. */
  readonly seed: number
  /** How much of the whole is done, above 0 and up to 1; below 1 nothing is shown, only that it runs. */
  readonly scale: number
  readonly transports: readonly TransportName[]
  /** An abort ends every process of the part, which rejects with its reason. */
  readonly signal: AbortSignal
  /** Hears what is done next. */
  readonly say: (text: string) => void
}

/** One limit of the server: how it is found, and how it is told. */
export interface Part<Figures> {
  /** For the help, a line. */
  readonly purpose: string
  /** Finds it; `keep` is given what is finished so far, and resolves when that is written. */
  find(context: PartContext, keep: (figures: Figures) => Promise<void>): Promise<Figures>
  /** What falls short of what the server is meant to hold, a line each; only asked of the whole, at scale 1. */
  shortfalls(figures: Figures): readonly string[]
  /** Heading, tables and paragraphs. */
  markdown(figures: Figures): readonly string[]
}

/** How one part went; parts may be of different runs, so each knows its own. */
export interface PartRun<Figures> {
  readonly startedAt: string
  /** What repeats it. */
  readonly command: string
  readonly environment: Environment
  readonly scale: number
  readonly status: 'running' | 'completed' | 'failed' | 'interrupted'
  /** Why it failed; null where it did not. */
  readonly reason: string | null
  /** What is finished of it; null while nothing is. */
  readonly figures: Figures | null
  readonly shortfalls: readonly string[]
}

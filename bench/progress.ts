import type { Scenario, Trial } from './report/types.ts'
import type { Slot } from './slot.ts'

/** Tells a person how a run comes along. */
export interface Progress {
  /** Something begins that is no slot. */
  say(text: string): void
  /** A slot begins: number `index` (from 0) of `planned`. */
  start(index: number, planned: number, slot: Slot): void
  finish(trials: readonly Trial[]): void
  /** The last line is over; other output may follow. */
  done(): void
}

/** Progress on a terminal, one line that is rewritten, or as plain lines elsewhere. Time left is from the trials so far. */
export function createProgress(
  stream: NodeJS.WriteStream,
  nowMs: () => number = () => performance.now(),
): Progress {
  /** When the first slot began: what came before says nothing of how long slots take. */
  let startedMs: number | undefined
  let finished = 0
  let line = ''

  /** The line that is rewritten, cut to the terminal's width so that it stays one. */
  const showCurrent = (text: string) => {
    if (!stream.isTTY) stream.write(`${text}\n`)
    else stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`)
  }
  /** A line that stays. */
  const tell = (text: string) => stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${text}\n`)

  return {
    say(text) {
      line = text
      showCurrent(line)
    },
    start(index, planned, { scenarios, plan: { transport, block, control, attempt } }) {
      startedMs ??= nowMs()
      const [{ experiment, blocks }] = scenarios as readonly [Scenario, ...Scenario[]]
      const left =
        finished === 0 ? '' : ` · ${duration(((nowMs() - startedMs) / finished) * (planned - index))} left`
      const marks = `${control ? ' (control)' : ''}${attempt > 1 ? ' (again)' : ''}`
      line = `${experiment} · block ${block} of ${blocks} · ${transport}${marks} · trial ${index + 1} of ${planned}${left}`
      showCurrent(line)
    },
    finish(trials) {
      finished += 1
      for (const trial of trials.filter(({ valid }) => !valid)) {
        const [fate, reason] =
          trial.status === 'failed' ? ['failed', trial.reason.split('\n')[0]] : ['invalid', trial.warnings[0]]
        tell(`${trial.scenario} · ${trial.transport} · ${fate}: ${reason}`)
      }
    },
    done() {
      if (stream.isTTY && line !== '') stream.write('\r\x1b[2K')
    },
  }
}

/** Milliseconds as a person says them. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

import { monotonicMs } from '../../server/sources/clock.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { answerCalls } from '../calls.ts'
import type { Subject, SubjectName } from './subjects/subject.ts'
import { subjects } from './subjects/subjects.ts'

/** What is published when: one event of each name in turn, `intervalMs` apart. */
export interface Play {
  readonly names: readonly SubjectName[]
  readonly intervalMs: number
}

/** What a play came to; times on the host's monotonic clock. */
export interface Played {
  /** Just before each event was made. */
  readonly sentMs: Float64Array
  /** CPU time of the process from the first event's time to an interval after the last one's. */
  readonly cpuMicros: number
}

/** The calls of a process that holds subjects. */
export interface YardstickServerCalls {
  /** Starts a subject in this process. */
  open(name: SubjectName): Promise<{ readonly port: number; readonly target: string }>
  play(play: Play): Promise<Played>
  /** CPU time of the process so far. */
  cpuMicros(argument: undefined): number
}

/** From a play's call to its first event, in milliseconds: what the call itself costs is over by then. */
const leadMs = 20

const opened = new Map<SubjectName, Subject>()
const clock = createMetronome(new AbortController().signal)

const calls: YardstickServerCalls = {
  async open(name) {
    const subject = await subjects[name]()
    opened.set(name, subject)
    return { port: subject.port, target: subject.target }
  },

  async play({ names, intervalMs }) {
    const publishers = names.map(publisherOf)
    const sentMs = new Float64Array(names.length)
    const startAtMs = monotonicMs() + leadMs
    const timeOf = (index: number) => clock.at(startAtMs + index * intervalMs)
    let due = timeOf(0)
    await due
    const before = cpuMicros()
    for (const [index, publish] of publishers.entries()) {
      await due
      // The next alarm is set first: its system call must not stand between an event and who waits for it.
      due = timeOf(index + 1)
      sentMs[index] = monotonicMs()
      publish()
    }
    await due
    return { sentMs, cpuMicros: cpuMicros() - before }
  },

  cpuMicros,
}

function publisherOf(name: SubjectName): () => void {
  const publish = opened.get(name)?.publish
  if (!publish) throw new Error(`${name} was not opened, or publishes nothing`)
  return publish
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

answerCalls(calls)

import type { Random } from '../../server/sources/random.ts'
import { type Process, startProcess } from '../processes.ts'
import type { YardstickLoadCalls } from './load-process.ts'
import type { YardstickServerCalls } from './server-process.ts'
import type { Sizes } from './sizes.ts'
import type { SubjectName } from './subjects/subject.ts'

/** A subject in a process that was started for it. */
export interface RunningSubject {
  readonly name: SubjectName
  readonly server: Process<YardstickServerCalls>
  readonly port: number
  readonly target: string
}

/** What one part of the measurement works with. */
export interface Stage {
  readonly load: Process<YardstickLoadCalls>
  readonly sizes: Sizes
  readonly random: Random
  /** Starts a process for the subjects named. */
  open<Name extends SubjectName>(...names: Name[]): Promise<Record<Name, RunningSubject>>
}

/** What a stage is set up with. */
export interface StageOptions {
  readonly sizes: Sizes
  readonly random: Random
  readonly signal: AbortSignal
}

/** Runs a part with a load process of its own, and ends its processes however it ends; an abort rejects with the reason. */
export async function onStage<T>(
  { sizes, random, signal }: StageOptions,
  part: (stage: Stage) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const load = startProcess<YardstickLoadCalls>('yardstick-load', signal)
  const servers: Process<YardstickServerCalls>[] = []

  async function open<Name extends SubjectName>(...names: Name[]): Promise<Record<Name, RunningSubject>> {
    const server = startProcess<YardstickServerCalls>('yardstick-server', signal)
    servers.push(server)
    const subjects: Partial<Record<Name, RunningSubject>> = {}
    for (const name of names) subjects[name] = { name, server, ...(await server.call('open', name)) }
    return subjects as Record<Name, RunningSubject>
  }

  try {
    return await part({ load, sizes, random, open })
  } catch (error) {
    // What an abort broke is not news; the abort is.
    signal.throwIfAborted()
    throw error
  } finally {
    await Promise.all([load, ...servers].map(process => process.end()))
  }
}

import type { Yardstick } from '../report/types.ts'
import type { ValuePair } from '../statistics/paired.ts'
import { shuffled } from './shuffled.ts'
import type { RunningSubject, Stage } from './stage.ts'
import type { SubjectName } from './subjects/subject.ts'
import { type YardstickName, yardstickOf } from './yardstick.ts'

/** Each mount of ours beside the same answer without us. */
const couples = [
  { name: 'polling', ours: 'feed', other: 'hello-http', against: 'plain node:http' },
  { name: 'polling in express', ours: 'feed-express', other: 'hello-express', against: 'plain express' },
] as const satisfies readonly (Pick<YardstickName, 'name' | 'against'> &
  Record<string, SubjectName | string>)[]

const subjectNames = couples.flatMap(({ ours, other }) => [ours, other])
type Requested = (typeof subjectNames)[number]

/** What one run of requests cost one subject. */
interface Cost {
  readonly cpuMicrosPerRequest: number
  readonly requestsPerSecond: number
}

/**
 * Takes what a poll for nothing new costs the server, by a closed loop of ten connections, each subject in a process
 * of its own, in rounds that take them in a random order. Requests a second are of server and load together: where
 * the server is cheap, the load is what bounds them.
 */
export async function measureRequests(stage: Stage): Promise<Yardstick[]> {
  const { sizes, random } = stage
  const subjects = new Map<Requested, RunningSubject>()
  for (const name of subjectNames) subjects.set(name, (await stage.open(name))[name])
  const run = (name: Requested) => costOf(subjects.get(name)!, stage)
  // Unrecorded: it compiles the code.
  for (const name of subjectNames) await run(name)
  const rounds: Record<string, Cost>[] = []
  for (let round = 0; round < sizes.rounds; round += 1) {
    const costs: Record<string, Cost> = {}
    for (const name of shuffled(subjectNames, random)) costs[name] = await run(name)
    rounds.push(costs)
  }
  return couples.flatMap(({ name, ours, other, against }) =>
    (['cpuMicrosPerRequest', 'requestsPerSecond'] as const).map(quantity => {
      const pairs = rounds.map((costs): ValuePair => [costs[ours]![quantity], costs[other]![quantity]])
      return yardstickOf({ name, quantity, against }, pairs)
    }),
  )
}

async function costOf({ server, port, target }: RunningSubject, { load, sizes }: Stage): Promise<Cost> {
  const before = await server.call('cpuMicros', undefined)
  const url = `http://127.0.0.1:${port}${target}`
  const { answered, perSecond } = await load.call('requestInLoop', { url, durationMs: sizes.requestMs })
  const used = (await server.call('cpuMicros', undefined)) - before
  return { cpuMicrosPerRequest: used / answered, requestsPerSecond: perSecond }
}

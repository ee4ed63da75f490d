import { type Floor, type FloorName, floorNames } from '../report/types.ts'
import { bootstrapQuantile } from '../statistics/bootstrap.ts'
import { record } from '../statistics/histogram.ts'
import { carriesQuantile } from '../statistics/independence.ts'
import { medianInterval, noEstimate } from '../statistics/interval.ts'
import { quantile } from '../statistics/quantile.ts'
import { shuffled } from './shuffled.ts'
import type { Stage } from './stage.ts'
import { payloadBytes } from './subjects/record.ts'
import type { SubjectName } from './subjects/subject.ts'

const subjectOf = {
  tcp: 'echo-tcp',
  ws: 'echo-ws',
  http: 'echo-http',
  express: 'echo-express',
} as const satisfies Record<FloorName, SubjectName>

/** Fixed, so that the same values give the same interval. */
const bootstrapSeed = 1

/** Times round trips to each echo, one at a time, in rounds that take the echoes in a random order. */
export async function measureFloors({ load, sizes, random, open }: Stage): Promise<Floor[]> {
  const subjects = await open(...Object.values(subjectOf))
  const rounds = new Map<FloorName, Float64Array[]>(floorNames.map(name => [name, []]))
  const roundOf = (name: FloorName) => {
    const { port } = subjects[subjectOf[name]]
    return load.call('timeRoundTrips', { name, port, count: sizes.roundTrips })
  }
  // Unrecorded: it compiles the code and opens the connections.
  for (const name of floorNames) await roundOf(name)
  for (let round = 0; round < sizes.rounds; round += 1) {
    for (const name of shuffled(floorNames, random)) rounds.get(name)!.push(await roundOf(name))
  }
  return floorNames.map(name => floorOf(name, rounds.get(name)!))
}

/** A floor from its rounds' round trips in microseconds. */
export function floorOf(name: FloorName, rounds: readonly Float64Array[]): Floor {
  const count = rounds.reduce((sum, { length }) => sum + length, 0)
  const histograms = rounds.map(record)
  const merged = (q: number) =>
    carriesQuantile(count, q) ? bootstrapQuantile(histograms, q, { seed: bootstrapSeed }) : noEstimate
  return {
    name,
    payloadBytes,
    rounds: rounds.length,
    count,
    p50Micros: medianInterval(rounds.map(values => quantile(values.toSorted(), 0.5))),
    p90Micros: merged(0.9),
    p99Micros: merged(0.99),
  }
}

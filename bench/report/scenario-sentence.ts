import type { TransportName } from '../../server/protocol.ts'
import { count, duration, grouped, trimmed } from './figures.ts'
import { transportWords } from './labels.ts'
import type { Arrivals, HeadProfile, Scenario } from './types.ts'

const arrivalWords: Readonly<Record<Arrivals, string>> = {
  recorded: 'at recorded times',
  poisson: 'at random times (Poisson)',
  periodic: 'at even intervals',
  burst: 'in bursts',
}

const headWords: Readonly<Record<HeadProfile, string>> = {
  minimal: 'minimal request heads',
  chrome: 'Chrome’s request heads',
}

const mountWords: Readonly<Record<Scenario['mount'], string>> = {
  node: 'plain node:http',
  express: 'Express',
}

const paceWords: Readonly<Record<Scenario['options']['pollPace'], (interval: string) => string>> = {
  rate: interval => `a poll every ${interval}`,
  pause: interval => `a poll ${interval} after each answer`,
}

const readWords: Readonly<Record<Scenario['options']['pollReads'], string>> = {
  all: '',
  latest: ', for the newest event alone',
}

const batchWords: Readonly<Record<Scenario['options']['batch'], string>> = {
  all: '',
  one: ', one event an answer',
}

/** What was run, in one sentence. */
export function scenarioSentence(scenario: Scenario): string {
  const { feed } = scenario
  const size = feed.payloadBytes === null ? 'its own data' : `${grouped(feed.payloadBytes)} B a record`
  const connections = scenario.keepAlive ? 'connections kept alive' : 'a new connection for each request'
  return [
    `${count(scenario.clients, 'client')} a transport (${scenario.transports.map(name => transportWords[name]).join(', ')})`,
    ` followed the feed “${feed.name}” (${trimmed(feed.eventsPerSecond)} events/s`,
    ` ${arrivalWords[feed.arrivals]}, ${size}) over a round trip of ${trimmed(scenario.link.rttMs)} ms,`,
    ` with ${headWords[scenario.heads]} and ${connections}, on ${mountWords[scenario.mount]},`,
    ` for ${duration(scenario.durationMs)} in each of ${count(scenario.blocks, 'block')}`,
    ...optionWords(scenario).map(words => `; ${words}`),
    '.',
  ].join('')
}

function optionWords({ transports, options }: Scenario): readonly string[] {
  const has = (...names: TransportName[]) => names.some(name => transports.includes(name))
  const words: string[] = []
  if (has('polling')) {
    words.push(paceWords[options.pollPace](duration(options.pollIntervalMs)) + readWords[options.pollReads])
  }
  if (has('long-polling')) {
    words.push(`long polls held for at most ${duration(options.holdMs)}${batchWords[options.batch]}`)
  }
  if (has('streaming', 'sse', 'websocket')) {
    words.push(`a heartbeat every ${duration(options.heartbeatMs)} on open connections`)
    if (options.streamAgeMs !== null) words.push(`streams ended at ${duration(options.streamAgeMs)}`)
  }
  return words
}

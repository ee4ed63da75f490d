import { answerCalls } from '../calls.ts'
import { type Discard, type Discarded, discarded, startDiscarders } from './load/discarders.ts'
import { followPair, type PairPorts, type PairReceipts, receiptsOf } from './load/receivers.ts'
import { type RequestCount, type RequestLoad, requestInLoop } from './load/requests.ts'
import { type Round, timeRoundTrips } from './load/round-trips.ts'

/** The calls of the process that loads subjects; its connections end with it. */
export interface YardstickLoadCalls {
  timeRoundTrips(round: Round): Promise<Float64Array>
  followPair(ports: PairPorts): Promise<void>
  receiptsOf(expected: number): Promise<PairReceipts>
  startDiscarders(discard: Discard): Promise<void>
  discarded(asked: Discarded): Promise<number>
  requestInLoop(load: RequestLoad): Promise<RequestCount>
}

const calls: YardstickLoadCalls = {
  timeRoundTrips,
  followPair,
  receiptsOf,
  startDiscarders,
  discarded,
  requestInLoop,
}

answerCalls(calls)

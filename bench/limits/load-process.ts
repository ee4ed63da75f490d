import type { TransportName } from '../../server/protocol.ts'
import { createMetronome } from '../../server/sources/metronome.ts'
import { answerCalls } from '../calls.ts'
import { type Busy, measureBusy } from './busy.ts'
import { type Crowd, createCrowd } from './crowd/crowd.ts'
import { createEverySecond, never } from './crowd/every-second.ts'
import { settled } from './crowd/settled.ts'
import { createTally, type Tallied } from './crowd/tally.ts'
import type { Play } from './schedule.ts'

/** Which crowd; there is one at a time in a process. */
export interface CrowdAsked {
  readonly transport: TransportName
  readonly port: number
  /** Each client a topic of its own. */
  readonly topics: boolean
  /** Pollers stay between two polls. */
  readonly idle: boolean
}

/** What a crowd received of a play. */
export interface Received extends Tallied {
  /** From the play's first second to the last one's end. */
  readonly busy: Busy
  /** Connections that ended, ever. */
  readonly broken: number
  /** Why the first of them did. */
  readonly firstBroken: string | null
}

/** The calls of the process that is a crowd. */
export interface LimitsLoadCalls {
  open(asked: CrowdAsked): void
  /** Resolves when so many clients stand at the head, or with the reason why they do not. */
  resize(size: number): Promise<string | null>
  /** Forgets what was received; to be called before the play begins. */
  begin(play: Play): void
  /** Resolves when all of the play has come, or no more of it does. */
  end(argument: undefined): Promise<Received>
}

const clock = createMetronome(new AbortController().signal)
const everySecond = createEverySecond(clock, new AbortController().signal)
const tally = createTally()
let crowd: Crowd | undefined
let busy: Promise<Busy> | undefined

const calls: LimitsLoadCalls = {
  open({ idle, ...asked }) {
    crowd = createCrowd({ ...asked, everySecond: idle ? never : everySecond, onRecord: tally.take })
  },

  async resize(size) {
    try {
      await crowd!.resize(size)
      return null
    } catch (error) {
      return (error as Error).message
    }
  },

  begin(play) {
    tally.begin(play)
    busy = measureBusy(play.startAtMs, play.startAtMs + play.seconds * 1_000)
  },

  async end() {
    await settled(tally.missing)
    const { broken } = crowd!
    return {
      ...tally.told(),
      busy: await busy!,
      broken: broken.length,
      firstBroken: broken[0] ?? null,
    }
  },
}

answerCalls(calls)

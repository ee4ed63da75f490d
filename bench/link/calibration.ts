import { monotonicMs } from '../../server/sources/clock.ts'
import { createRandom, derive, type Random } from '../../server/sources/random.ts'
import { type Process, startProcess } from '../processes.ts'
import type { LinkCalibration } from '../report/types.ts'
import { calibrationOf } from './calibration-figures.ts'
import type { LinkEndCalls } from './end-process.ts'
import type { LinkCalls } from './process.ts'

/** The delays that a link is asked, one way, in milliseconds. */
export const calibratedDelaysMs = [0, 10, 25, 50, 100] as const

/** Messages a second, half of them in each direction. */
const messagesPerSecond = 500
const measuredMs = 4_000
/** As long as a trial's. */
const warmupMs = 500
const freshConnections = 20
const freshEveryMs = 10
/** Time for a call to reach a process before what it is to do is due. */
const leadMs = 50
/** How long after its delay a message is waited for. */
const patienceMs = 1_000
const seed = 1

type LinkEnd = Process<LinkEndCalls>

interface Processes {
  readonly link: Process<LinkCalls>
  /** Connects, as a client does. */
  readonly near: LinkEnd
  /** Listens, as a server does. */
  readonly far: LinkEnd
}

/** What a calibration is made with; `scale` shortens or lengthens its measured time, 4 s a delay. */
export interface CalibrationOptions {
  readonly signal: AbortSignal
  readonly scale?: number
}

/**
 * Measures the link from outside: its process between two others that exchange messages and open connections. One
 * delay after the other, each in new processes, as a trial's are: so each has the machine to itself, and compilers
 * that are as warm as the others'. Rejects with the signal's reason on an abort, and with an Error when a process
 * fails.
 */
export async function measureLinkCalibration({
  signal,
  scale = 1,
}: CalibrationOptions): Promise<readonly LinkCalibration[]> {
  const calibrations: LinkCalibration[] = []
  for (const askedMs of calibratedDelaysMs) {
    signal.throwIfAborted()
    const processes: Processes = {
      link: startProcess<LinkCalls>('bench-link', signal),
      near: startProcess<LinkEndCalls>('bench-link-end', signal),
      far: startProcess<LinkEndCalls>('bench-link-end', signal),
    }
    try {
      calibrations.push(await calibrate(askedMs, measuredMs * scale, processes))
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      await Promise.all(Object.values(processes).map(each => each.end()))
    }
  }
  return calibrations
}

async function calibrate(
  askedMs: number,
  durationMs: number,
  { link, near, far }: Processes,
): Promise<LinkCalibration> {
  const ports = await far.call('listen', undefined)
  const linkTo = (port: number) => ({ to: { host: '127.0.0.1', port }, rttMs: 2 * askedMs, seed })
  // Fresh connections have a link of their own, so that the other's report is of the messages alone.
  const [linePort, echoPort] = await link.call('open', [linkTo(ports.line), linkTo(ports.echo)])
  await near.call('connect', linePort!)
  // The far end has its line when a first message has come.
  await exchange(near, far, Float64Array.of(0), askedMs)
  const both = (durationMs: number, use: string) =>
    Promise.all([
      exchange(near, far, schedule(durationMs, `${use} up`), askedMs),
      exchange(far, near, schedule(durationMs, `${use} down`), askedMs),
    ])
  await both(warmupMs, 'warm-up')
  await link.call('reset', undefined)
  const exchanged = await both(durationMs, 'measured')
  const [report] = await link.call('report', undefined)
  const firstMs = monotonicMs() + leadMs
  const timesMs = Float64Array.from(
    { length: freshConnections },
    (_, index) => firstMs + index * freshEveryMs,
  )
  const freshMs = await near.call('openFresh', { port: echoPort!, timesMs })
  const sent = exchanged.reduce((sum, each) => sum + each.sent, 0)
  return calibrationOf(
    report!,
    exchanged.map(({ received }) => received),
    sent,
    freshMs,
  )
}

/** Sends a schedule's messages from one end and takes them at the other. */
async function exchange(from: LinkEnd, to: LinkEnd, offsetsMs: Float64Array, askedMs: number) {
  const startMs = monotonicMs() + leadMs
  const timesMs = offsetsMs.map(offsetMs => startMs + offsetMs)
  const deadlineMs = (timesMs.at(-1) ?? startMs) + 3 * askedMs + patienceMs
  const [received] = await Promise.all([
    to.call('take', { count: timesMs.length, deadlineMs }),
    from.call('send', timesMs),
  ])
  return { received, sent: timesMs.length }
}

/**
 * Offsets at which one direction's messages are sent, each gap random (Poisson): at even gaps, releases of earlier
 * messages would fall together with arrivals of later ones at every delay that is a multiple of the gap.
 */
function schedule(durationMs: number, label: string): Float64Array {
  const random = createRandom(derive(seed, label))
  const offsetsMs: number[] = []
  for (let offsetMs = 0; offsetMs < durationMs; offsetMs += gapMs(random)) offsetsMs.push(offsetMs)
  return Float64Array.from(offsetsMs)
}

function gapMs(random: Random): number {
  return (-Math.log(1 - random()) * 2_000) / messagesPerSecond
}

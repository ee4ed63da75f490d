import { createRandom, derive } from '../../server/sources/random.ts'
import type { Floor, Yardstick } from '../report/types.ts'
import { followingTransports, measureDeliveries } from './deliveries.ts'
import { measureFloors } from './floors.ts'
import { measureLatency } from './latency.ts'
import { measureRequests } from './requests.ts'
import { sizesOf } from './sizes.ts'
import { onStage, type Stage } from './stage.ts'

/** What the measurement is told. */
export interface YardstickOptions {
  /** Fixes every random order. */
  readonly seed: number
  readonly signal: AbortSignal
  /** Hears what is measured next. */
  readonly progress?: (text: string) => void
  /** A part of the whole, from 0 to 1; the whole takes three to four minutes. */
  readonly scale?: number
}

/**
 * Measures what the same work costs without our server: floors of latency, and ours beside the least that does it.
 * An abort ends every process and rejects with its reason.
 */
export async function measureYardsticks({
  seed,
  signal,
  progress = () => {},
  scale = 1,
}: YardstickOptions): Promise<{ floors: readonly Floor[]; yardsticks: readonly Yardstick[] }> {
  const sizes = sizesOf(scale)
  const measure = <T>(label: string, part: (stage: Stage) => Promise<T>): Promise<T> => {
    progress(label)
    return onStage({ sizes, random: createRandom(derive(seed, label)), signal }, part)
  }
  const floors = await measure('floors: round trips without our server', measureFloors)
  const yardsticks: Yardstick[] = [await measure('latency beside ws alone', measureLatency)]
  for (const transport of followingTransports) {
    const part = (stage: Stage) => measureDeliveries(transport, stage)
    yardsticks.push(await measure(`CPU of a delivery: ${transport}`, part))
  }
  yardsticks.push(...(await measure('CPU of a poll beside plain node:http and express', measureRequests)))
  return { floors, yardsticks }
}

import type { Random } from '../../server/sources/random.ts'

/** The same items in a random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1))
    const moved = result[last]!
    result[last] = result[chosen]!
    result[chosen] = moved
  }
  return result
}

import { grouped, significant } from '../../report/figures.ts'
import { grows, growthOf, judgedLooks } from './growth.ts'
import { leftovers } from './leftovers.ts'
import type { SoakLooks, SoakSizes } from './looks.ts'

/** Fewer clients than this share of those that were to come: the load did not keep up, and the soak was none. */
const leastCame = 0.95
/** Nobody is meant to stay for longer, after its last retry too: more clients at once are those of a load that fell behind. */
const longestStaySeconds = 5.5
/** Fewer looks have no slope with an interval. */
const leastLooks = 10

/** What falls short, a line each: what grew, what was left, what failed. */
export function soakShortfalls(looks: SoakLooks, sizes: SoakSizes): readonly string[] {
  const { before, during, after } = looks
  if (after === null) return ['the soak did not come to its end']
  const judged = judgedLooks(during).length
  const grown = growthOf(during, sizes.visitorsPerSecond)
    .filter(grows)
    .map(
      ({ what, unit, first, last, perClient: { median }, mostPerClient }) =>
        `${what} grew from ${grouped(first)} to ${grouped(last)}${unit === 'bytes' ? ' bytes' : ''}: ${significant(median)} a client, expected at most ${significant(mostPerClient)}`,
    )
  return [
    ...(judged < leastLooks ? [`${judged} looks were judged, expected at least ${leastLooks}`] : []),
    ...grown,
    ...leftovers(before, after),
    ...failures(looks, sizes),
  ]
}

function failures({ during, after }: SoakLooks, { seconds, visitorsPerSecond }: SoakSizes): string[] {
  const { came, left, gaps, failed, failures: reasons } = after!.load.tally
  const expected = seconds * visitorsPerSecond
  const lines: string[] = []
  if (came < expected * leastCame) lines.push(`${grouped(came)} clients came, expected ${grouped(expected)}`)
  const present = Math.max(...during.map(({ load: { tally } }) => tally.came - tally.left))
  const mostPresent = longestStaySeconds * visitorsPerSecond
  if (present > mostPresent)
    lines.push(
      `${grouped(present)} clients were there at once, expected at most ${grouped(mostPresent)}: the machine was too busy to tell what grows`,
    )
  if (left < came) lines.push(`${grouped(came - left)} clients did not end`)
  if (failed > 0) lines.push(`${grouped(failed)} clients failed: ${reasons.join('; ')}`)
  if (gaps > 0) lines.push(`${grouped(gaps)} gaps were told, expected none`)
  const warned = new Set(
    [...during, after!].flatMap(({ server, load }) => [...server.warnings, ...load.warnings]),
  )
  return [...lines, ...[...warned].map(warning => `Node warned: ${warning}`)]
}

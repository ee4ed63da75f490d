import type { SoakLook } from './soak-look.ts'

/** What of a look is a count that must come back, by name. */
export function countsOf({ server, load, subscribers }: SoakLook): Readonly<Record<string, number>> {
  return {
    'subscribers by /health': subscribers,
    'server: connections': server.connections,
    'server: destroyed sockets that are still held': server.retainedSockets,
    'server: open files': server.descriptors,
    ...named('server', server.resources),
    'load: open files': load.descriptors,
    ...named('load', load.resources),
  }
}

function named(process: string, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([kind, count]) => [`${process}: ${kind}`, count]))
}

/** Each count that is higher after than it was before, a line each. */
export function leftovers(before: SoakLook, after: SoakLook): readonly string[] {
  const had = countsOf(before)
  return Object.entries(countsOf(after))
    .filter(([what, count]) => count > (had[what] ?? 0))
    .map(([what, count]) => `${what}: ${count} are left, where ${had[what] ?? 0} were`)
}

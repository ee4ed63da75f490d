import { readdirSync, readFileSync } from 'node:fs'

/** What a process holds after all garbage was collected. */
export interface ProcessLook {
  /** V8's heap in use. */
  readonly heapBytes: number
  /** What lies outside of V8's heap and is held from there: buffers. */
  readonly externalBytes: number
  /** Anonymous resident memory: everything but mapped files (`RssAnon`, proc(5)). */
  readonly residentBytes: number
  /** Open files, sockets among them. */
  readonly descriptors: number
  /** What would keep the process alive, by kind (`process.getActiveResourcesInfo`): sockets, timers. */
  readonly resources: Readonly<Record<string, number>>
}

/** Collects garbage and looks at this process, which needs `--expose-gc`. */
export async function lookAtProcess(): Promise<ProcessLook> {
  // Twice: what the first one finalises, the second one frees.
  for (let round = 0; round < 2; round += 1) {
    global.gc!()
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  const { heapUsed, external } = process.memoryUsage()
  const resident = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return {
    heapBytes: heapUsed,
    externalBytes: external,
    residentBytes: Number(resident?.[1]) * 1_024,
    descriptors: readdirSync('/proc/self/fd').length,
    resources: countByKind(process.getActiveResourcesInfo()),
  }
}

function countByKind(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

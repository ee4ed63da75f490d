/** What the fuzzed server's process holds, after garbage was collected. */
export interface ServerState {
  /** Open TCP connections. */
  readonly connections: number
  /** Node's active resources by kind (`process.getActiveResourcesInfo`): sockets, timers, handles. */
  readonly resources: Readonly<Record<string, number>>
  /** Connections that are closed and that something still refers to. */
  readonly retainedSockets: number
  readonly heapBytes: number
  /** The sequence of the newest event. */
  readonly head: number
  /** What the server logged as its own failure, and warnings of Node. */
  readonly failures: readonly string[]
}

/** Node keeps a few closed sockets until others take their place: in parsers that wait for a next connection. */
const spareSockets = 3

/** What a later state has that an earlier one had not, in words; none when all that came is gone again. */
export function differences(before: ServerState, after: ServerState): string[] {
  const kinds = new Set([...Object.keys(before.resources), ...Object.keys(after.resources)])
  const resources = [...kinds].flatMap(kind => {
    const [was, is] = [before.resources[kind] ?? 0, after.resources[kind] ?? 0]
    return was === is ? [] : [`${is} of ${kind} where ${was} were`]
  })
  return [
    ...after.failures.slice(before.failures.length).map(failure => `it logged ${failure.split('\n')[0]}`),
    ...(after.connections === before.connections
      ? []
      : [`${after.connections} connections where ${before.connections} were`]),
    ...resources,
    ...(after.retainedSockets <= spareSockets
      ? []
      : [`${after.retainedSockets} closed connections that something still holds`]),
  ]
}

/** How much more heap a run may leave than there was at its start: code that was compiled, caches that are bounded. */
const heapBackBytes = 6 * 1_048_576
/** How much more heap the last third may leave than the first did. */
const heapGrowthBytes = 2 * 1_048_576

/** Bytes for a person. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`
}

/** Whether memory is back and does not grow, in words where it is not; heaps after each third. */
export function memoryFaults(startBytes: number, thirdsBytes: readonly number[]): string[] {
  const [first, last] = [thirdsBytes[0]!, thirdsBytes.at(-1)!]
  return [
    ...(last - startBytes > heapBackBytes
      ? [`the heap is ${megabytes(last)} where it was ${megabytes(startBytes)}`]
      : []),
    ...(last - first > heapGrowthBytes
      ? [`the heap grew from ${megabytes(first)} after a third to ${megabytes(last)}`]
      : []),
  ]
}

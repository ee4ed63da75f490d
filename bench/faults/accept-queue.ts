import { readFileSync } from 'node:fs'

/**
 * How often a connection found some listener's accept queue full, on this host since it started (`ListenOverflows` in
 * `/proc/net/netstat`, proc(5)); the kernel drops it, and the client's tries again after a second. Null elsewhere than
 * on Linux.
 */
export function acceptQueueOverflows(): number | null {
  let text: string
  try {
    text = readFileSync('/proc/net/netstat', 'utf8')
  } catch {
    return null
  }
  return overflowsIn(text)
}

/** The figure in the text of that file: a line of names, and a line of their values. */
export function overflowsIn(text: string): number | null {
  const [names = [], values = []] = text
    .split('\n')
    .filter(line => line.startsWith('TcpExt:'))
    .map(line => line.split(' '))
  const value = values[names.indexOf('ListenOverflows')]
  return value === undefined ? null : Number(value)
}

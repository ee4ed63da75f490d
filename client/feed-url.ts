import type { TransportName } from '../server/protocol.ts'
import type { TransportOptions } from './transport.ts'

/** The address of a transport with its query; parameters without a value are left out. */
export function feedUrl(
  name: TransportName,
  { url, since, topic }: Pick<TransportOptions, 'url' | 'since' | 'topic'>,
  more: Readonly<Record<string, string | number | undefined>> = {},
): URL {
  const address = new URL(name, url)
  for (const [key, value] of Object.entries({ since, topic, ...more })) {
    if (value !== undefined) address.searchParams.set(key, String(value))
  }
  return address
}

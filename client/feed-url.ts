import type { TransportName } from '../server/protocol.ts'
import type { TransportOptions } from './transport.ts'

/**
 * The address of a transport. The base's own query stays, as in `http://host:port/?tab=3`; parameters without a value
 * are left out.
 */
export function feedUrl(
  name: TransportName,
  { url, since, topic }: Pick<TransportOptions, 'url' | 'since' | 'topic'>,
  more: Readonly<Record<string, string | number | undefined>> = {},
): URL {
  const address = new URL(name, url)
  address.search = url.search
  for (const [key, value] of Object.entries({ since, topic, ...more })) {
    if (value !== undefined) address.searchParams.set(key, String(value))
  }
  return address
}

import type { PageState } from '../state.ts'

/**
 * The link's address with a mark for who asks, such as `3.map`; null until the page knows it, and in a replay. The
 * mark says `tab=0`, which no page is: what this view sends belongs to no books of the Lab.
 */
export function markedLink({ ports, tab, server, clock }: PageState, who: string): URL | null {
  if (ports === null || tab === null || clock === null || server === 'replay') return null
  return new URL(`http://localhost:${ports.link}/?tab=0&of=${tab}.${who}`)
}

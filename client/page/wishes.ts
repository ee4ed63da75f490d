import type { LiveChanges } from '../../bench/live/protocol.ts'
import type { PageState } from './state.ts'

/** What a control or a link asks for: of the page, which simply does it, and of the lab, which answers what holds. */
export interface Wishes {
  readonly page?: Partial<PageState>
  readonly lab?: LiveChanges
}

/** Both wishes in one; of two for the same thing the later holds. */
export function join(earlier: Wishes, later: Wishes): Wishes {
  const poll = { ...earlier.page?.poll, ...later.page?.poll }
  const page = { ...earlier.page, ...later.page }
  return {
    page: Object.keys(poll).length === 0 ? page : { ...page, poll: poll as PageState['poll'] },
    lab: joinChanges(earlier.lab ?? {}, later.lab ?? {}),
  }
}

/** Both changes in one; of two of the same setting the later holds. */
export function joinChanges(earlier: LiveChanges, later: LiveChanges): LiveChanges {
  const feed = { ...earlier.feed, ...later.feed }
  const link = { ...earlier.link, ...later.link }
  return {
    ...earlier,
    ...later,
    ...(Object.keys(feed).length > 0 && { feed }),
    ...(Object.keys(link).length > 0 && { link }),
  }
}

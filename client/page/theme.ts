import type { PageState, Theme } from './state.ts'
import { follow, type Store } from './store.ts'

/** Sets the root's `data-theme` to the theme that holds, and keeps it so when the system's changes. Returns what ends that. */
export function followTheme(
  store: Store<PageState>,
  root: HTMLElement,
  darkWanted: MediaQueryList,
): () => void {
  const render = () => {
    root.dataset.theme = resolveTheme(store.get().theme, darkWanted.matches)
  }
  darkWanted.addEventListener('change', render)
  const end = follow(store, state => state.theme, render)
  return () => {
    end()
    darkWanted.removeEventListener('change', render)
  }
}

/** The theme that is drawn. */
export function resolveTheme(theme: Theme, darkWanted: boolean): 'light' | 'dark' {
  if (theme !== 'auto') return theme
  return darkWanted ? 'dark' : 'light'
}

import type { Panel } from '../context.ts'

/** One of the applications of this view; it holds connections only from `start` to `stop`. */
export interface Part extends Panel {
  start(): void
  stop(): void
}

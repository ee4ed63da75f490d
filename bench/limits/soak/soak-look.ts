import type { LoadLook } from './load-process.ts'
import type { ServerLook } from './server-process.ts'

/** What both processes hold at a moment. */
export interface SoakLook {
  /** Since the first visitor came. */
  readonly atMs: number
  readonly server: ServerLook
  readonly load: LoadLook
  /** Of all transports, by the server's `/health`. */
  readonly subscribers: number
}

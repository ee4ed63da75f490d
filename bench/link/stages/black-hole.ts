import type { CreateStage } from '../stage.ts'

/**
 * Swallows all that enters while `blackHole` is set, and keeps the connection open. A stream with bytes missing cannot
 * go on, so once the hole is gone a line that lost something passes a reset, as from a middlebox that forgot it.
 */
export const blackHole: CreateStage = line => {
  let lost = false
  line.onSettings(() => {
    if (lost && !line.settings.blackHole)
      line.pass({ kind: 'reset', arrivedMs: line.now(), dueMs: line.now() })
  })
  return item => {
    lost ||= line.settings.blackHole
    if (lost) line.swallow(item)
    else line.pass(item)
  }
}

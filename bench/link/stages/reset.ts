import type { CreateStage } from '../stage.ts'
import { passUntil } from './after.ts'

/** Resets the connection at the moment, or the byte down, that `reset` named when it opened. */
export const reset: CreateStage = line => passUntil(line, line.settings.reset, 'reset')

import type { CreateStage } from '../stage.ts'
import { passUntil } from './after.ts'

/** Ends a direction with a FIN at the moment, or the byte down, that `cut` named when the connection opened. */
export const cut: CreateStage = line => passUntil(line, line.settings.cut, 'end')

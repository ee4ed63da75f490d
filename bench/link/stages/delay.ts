import type { CreateStage } from '../stage.ts'

/** Delays everything by half the round trip. */
export const delay: CreateStage = line => item =>
  line.pass({ ...item, dueMs: item.dueMs + line.settings.rttMs / 2 })

import type { CreateStage } from '../stage.ts'

/**
 * Charges a new connection its handshake: the kernel accepts it before user space sees it, so what the client sends
 * first waits for the round trip that a SYN and its answer would have taken. The SYN itself does not wait.
 */
export const handshake: CreateStage = line => item => {
  const readyMs = line.openedMs + line.settings.rttMs
  if (line.way === 'down' || item.kind === 'open' || item.dueMs >= readyMs) line.pass(item)
  else line.pass({ ...item, dueMs: readyMs })
}

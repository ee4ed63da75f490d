import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/**
 * Finds half-open connections: pings at an interval and ends a channel that showed no life since the last ping
 * (RFC 6455 section 5.5.2). Life is a pong, a message, or queued bytes that the peer took. Returns the way to stop.
 */
export function watchPulse(channel: WebSocket, socket: Duplex, intervalMs: number): () => void {
  let alive = true
  let queuedBytes = 0
  const markAlive = () => {
    alive = true
  }
  channel.on('pong', markAlive)
  channel.on('message', markAlive)
  socket.on('drain', markAlive)
  const timer = setInterval(() => {
    const moved = socket.writableLength < queuedBytes
    if (!alive && !moved) {
      channel.terminate()
      return
    }
    alive = false
    queuedBytes = socket.writableLength
    channel.ping()
  }, intervalMs)
  return () => {
    clearInterval(timer)
    channel.off('pong', markAlive)
    channel.off('message', markAlive)
    socket.off('drain', markAlive)
  }
}

import type { TelemetryOf } from '../context.ts'

/** A line of the classroom socket's log. */
export interface EchoRow {
  /** Milliseconds of the page's clock. */
  readonly atMs: number
  readonly way: 'up' | 'down' | 'none'
  /** `text` and `binary` are messages; `control` was seen by the link alone; the others are events of the socket. */
  readonly kind: 'text' | 'binary' | 'control' | 'connecting' | 'open' | 'error' | 'close'
  /** The message's text or hexadecimal digits, a control frame's name, a close's code and reason. */
  readonly content: string
  /** Payload bytes of a message, bytes of a whole control frame, null for an event. */
  readonly bytes: number | null
  /** The telemetry's id for the frame, with which its bytes can be asked for. */
  readonly frame: number | null
}

/** The log of the classroom socket: what the page saw, joined with the frames that the link saw. */
export interface EchoLog {
  /** Rows, oldest first, at most 200. */
  readonly rows: readonly EchoRow[]
  /** Adds what the page saw. `connecting` begins a new connection and a new log. */
  add(row: Omit<EchoRow, 'frame'>): void
  /** Takes in telemetry of this page; what is not of the present connection is passed over. */
  seen(message: TelemetryOf<'message'>, atMs: number): void
}

const maxRows = 200

/** Creates an empty log. The nth message of a direction is the nth data frame that the link saw go there. */
export function createEchoLog(): EchoLog {
  let rows: EchoRow[] = []
  let connection: number | null = null
  let frames: Record<'up' | 'down', number[]> = { up: [], down: [] }
  const known = new Set<number>()
  let before = 0

  const isMessage = (row: EchoRow) => row.kind === 'text' || row.kind === 'binary'
  const pair = () => {
    const next = { up: 0, down: 0 }
    rows = rows.map(row => {
      if (row.way === 'none' || !isMessage(row)) return row
      const frame = frames[row.way][next[row.way]] ?? null
      next[row.way] += 1
      return frame === row.frame ? row : { ...row, frame }
    })
  }
  const push = (row: EchoRow) => {
    rows = [...rows, row]
    if (rows.length <= maxRows) return
    const [dropped] = rows.splice(0, 1)
    if (dropped && isMessage(dropped) && dropped.way !== 'none') frames[dropped.way].shift()
  }

  return {
    get rows() {
      return rows
    },
    add(row) {
      if (row.kind === 'connecting') {
        connection = null
        frames = { up: [], down: [] }
        rows = []
        before = Math.max(before, ...known)
        known.clear()
      }
      push({ ...row, frame: null })
      pair()
    },
    seen(message, atMs) {
      if (message.transport !== 'echo' || message.id <= before || known.has(message.id)) return
      known.add(message.id)
      if (message.kind === 'request') connection = message.connection
      if (message.connection !== connection) return
      if (message.kind === 'frame') frames[message.way].push(message.id)
      if (message.kind === 'control') {
        const bytes = message.bytes.framing
        push({ atMs, way: message.way, kind: 'control', content: message.name, bytes, frame: message.id })
      }
      pair()
    },
  }
}

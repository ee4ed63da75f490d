import type { NamedValue } from './http-head.ts'

/** HTTP Archive 1.2; names beginning with an underscore are additions, these as Chrome has them. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: HarProgram
    readonly browser: HarProgram
    readonly entries: readonly HarEntry[]
    readonly comment: string
  }
}

export interface HarProgram {
  readonly name: string
  readonly version: string
}

export interface HarEntry {
  readonly startedDateTime: string
  /** Milliseconds, the sum of the timings that apply. */
  readonly time: number
  readonly request: HarRequest
  readonly response: HarResponse
  readonly cache: Readonly<Record<string, never>>
  readonly timings: HarTimings
  readonly serverIPAddress: string
  readonly connection: string
  readonly comment: string
  readonly _resourceType: 'fetch' | 'eventsource' | 'websocket'
  readonly _webSocketMessages?: readonly HarWebSocketMessage[]
}

export interface HarRequest {
  readonly method: string
  readonly url: string
  readonly httpVersion: string
  readonly cookies: readonly never[]
  readonly headers: readonly NamedValue[]
  readonly queryString: readonly NamedValue[]
  readonly headersSize: number
  readonly bodySize: number
}

export interface HarResponse {
  /** 0 where no answer came. */
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly cookies: readonly never[]
  readonly headers: readonly NamedValue[]
  readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string }
  readonly redirectURL: string
  readonly headersSize: number
  readonly bodySize: number
}

/** Milliseconds; −1 does not apply. */
export interface HarTimings {
  readonly blocked: -1
  readonly dns: -1
  readonly connect: -1
  readonly ssl: -1
  readonly send: number
  readonly wait: number
  readonly receive: number
}

export interface HarWebSocketMessage {
  readonly type: 'send' | 'receive'
  /** Seconds since 1970. */
  readonly time: number
  readonly opcode: number
  /** Text, or base64 of anything else. */
  readonly data: string
}

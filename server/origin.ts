import type { IncomingMessage } from 'node:http'
import { hasField } from './fields.ts'

/** Which pages may read the feed. */
export interface OriginPolicy {
  /** True for a request without Origin, from the same host, or from a listed origin. */
  allows(request: IncomingMessage): boolean
  /** Response fields for an allowed cross-origin request, as name, value, name, value; empty otherwise. */
  corsHeaders(request: IncomingMessage): readonly string[]
}

const none: readonly string[] = []

/** A policy from the origins given, such as `http://localhost:8080`; `*` allows all. */
export function createOriginPolicy(allowed: readonly string[]): OriginPolicy {
  const listed = new Set(allowed)

  function allows(request: IncomingMessage): boolean {
    const origin = request.headers.origin
    if (origin === undefined || listed.has('*') || listed.has(origin)) return true
    const { host } = request.headers
    // Neither an opaque origin (`null`) nor a request without Host is the same as anything.
    return host !== undefined && hostOf(origin) === host
  }

  function corsHeaders(request: IncomingMessage): readonly string[] {
    if (!hasField(request, 'origin') || !allows(request)) return none
    const { origin } = request.headers as { origin: string }
    // Who may read an answer may know when its bytes came (Resource Timing, Timing-Allow-Origin).
    return ['Access-Control-Allow-Origin', origin, 'Timing-Allow-Origin', origin, 'Vary', 'Origin']
  }

  return { allows, corsHeaders }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

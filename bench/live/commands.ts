import { z } from 'zod'
import type { LiveCommand } from './protocol.ts'

type Type = LiveCommand['type']

const none = z.object({})
const shapes: Readonly<Record<Type, z.ZodObject>> = {
  ping: z.object({ sentMs: z.number('a number') }),
  // What the changes may be is for the settings to say.
  set: z.object({ changes: z.unknown() }),
  publish: z.object({
    data: z.custom(value => value !== undefined, 'any JSON value'),
    topic: z.string('a string').optional(),
  }),
  'reset-connections': none,
  'restart-server': none,
  inspect: z.object({ id: z.number('a number') }),
  'reset-books': none,
}

/** A page's command, or one line that says why it is none; a `set` still has changes of any kind. */
export type ReadCommand = { readonly command: LiveCommand } | { readonly problem: string }

/** Reads a message of a page. */
export function readCommand(text: string): ReadCommand {
  const message = parse(text)
  const type = (message as { readonly type?: unknown } | null | undefined)?.type
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) {
    const got = JSON.stringify(type ?? message) ?? JSON.stringify(text.slice(0, 40))
    return { problem: `a command's type must be one of ${Object.keys(shapes).join(', ')}, got ${got}` }
  }
  const checked = shapes[type as Type].safeParse(message)
  if (checked.success) return { command: message as LiveCommand }
  const { path, message: expected } = checked.error.issues[0]!
  const field = String(path[0])
  const got = JSON.stringify((message as Readonly<Record<string, unknown>>)[field]) ?? 'nothing'
  return { problem: `${field} of ${type} must be ${expected}, got ${got}` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON has no type either, and is answered as such.
    return undefined
  }
}

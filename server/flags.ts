import { parseArgs } from 'node:util'
import { z } from 'zod'

/** A command line that cannot be followed; its message is one line: what, where, and what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A flag that takes a whole number within bounds. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  const expected = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`
  return z
    .string()
    .refine(text => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number ${expected}`,
    })
    .transform(Number)
}

/** A flag that takes a number above 0. */
export function positiveNumber() {
  return z
    .string()
    .refine(text => text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) > 0, {
      error: 'must be a number above 0',
    })
    .transform(Number)
}

/** A flag that takes one of a few words. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

/** A flag that is `on` or `off`. */
export function onOff() {
  return oneOf(['on', 'off']).transform(word => word === 'on')
}

/** What was given on a command line, checked; `words` are the arguments that are no flags. */
export interface Flags<Shape extends z.ZodRawShape> {
  readonly values: z.output<z.ZodObject<Shape>>
  readonly words: readonly string[]
}

/**
 * Reads `--name value` for each name of the shape: a string, a list where the shape has an array (repeatable), no
 * value where it has a boolean. Throws a UsageError for the first thing that is wrong.
 */
export function readFlags<Shape extends z.ZodRawShape>(args: readonly string[], shape: Shape): Flags<Shape> {
  const { values, positionals } = splitFlags(args, shape)
  const checked = z.object(shape).safeParse(values)
  if (checked.success) return { values: checked.data, words: positionals }
  const issue = checked.error.issues[0]!
  const name = String(issue.path[0])
  throw new UsageError(`--${name} ${issue.message}, got ${JSON.stringify(values[name])}`)
}

function splitFlags(args: readonly string[], shape: z.ZodRawShape) {
  const options = Object.fromEntries(
    Object.entries(shape).map(([name, type]) => [
      name,
      {
        type: accepts(type, true) ? ('boolean' as const) : ('string' as const),
        multiple: !accepts(type, true) && accepts(type, []),
      },
    ]),
  )
  try {
    return parseArgs({ args: withNegatives(args), options, allowPositionals: true })
  } catch (cause) {
    // Node's own message: the flag and what is wrong with it, then advice on lines that nobody needs.
    const [message = 'bad usage'] = (cause as Error).message.split(/\.? To specify|\.?\n/)
    throw new UsageError(`${message} (--help lists the flags)`, { cause })
  }
}

/** Joins a negative number to the flag before it, for which Node would take it: the shape's own message says more. */
function withNegatives(args: readonly string[]): string[] {
  const isNegative = (arg: string | undefined) => arg !== undefined && /^-\.?\d/.test(arg)
  return args.flatMap((arg, index) => {
    const next = args[index + 1]
    if (/^--[^=]+$/.test(arg) && isNegative(next)) return [`${arg}=${next}`]
    const before = args[index - 1]
    return isNegative(arg) && before && /^--[^=]+$/.test(before) ? [] : [arg]
  })
}

function accepts(type: z.core.$ZodType, value: unknown): boolean {
  return z.safeParse(type, value).success
}

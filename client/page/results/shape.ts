/** Says what is wrong with a value at a path, in one line; null where nothing is. */
export type Check = (value: unknown, path: string) => string | null

/** A value's words for a message, cut where they are long. */
function told(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

const expected =
  (what: string, isSo: (value: unknown) => boolean): Check =>
  (value, path) =>
    isSo(value) ? null : `${path}: got ${told(value)}, expected ${what}`

export const isText = expected('a string', value => typeof value === 'string')
export const isNumber = expected('a number', value => typeof value === 'number' && Number.isFinite(value))
export const isFlag = expected('true or false', value => typeof value === 'boolean')

/** One of a few words. */
export function isOneOf(words: readonly unknown[]): Check {
  return expected(`one of ${words.map(told).join(', ')}`, value => words.includes(value))
}

/** Null, or what another check asks for. */
export function orNull(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path))
}

/** Absent, or what another check asks for. */
export function orAbsent(check: Check): Check {
  return (value, path) => (value === undefined ? null : check(value, path))
}

/** A list of the same. */
export function isListOf(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? first(value, (each, index) => check(each, `${path}[${index}]`))
      : `${path}: got ${told(value)}, expected a list`
}

/** An object with fields as they are asked for; what else it holds is let through. */
export function hasFields(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields)
  return (value, path) =>
    isObject(value)
      ? first(checks, ([name, check]) => check(value[name], path === '' ? name : `${path}.${name}`))
      : `${path || 'the report'}: got ${told(value)}, expected an object`
}

/** An object whose every field is the same. */
export function isRecordOf(check: Check): Check {
  return (value, path) =>
    isObject(value)
      ? first(Object.entries(value), ([name, each]) => check(each, `${path}.${name}`))
      : `${path}: got ${told(value)}, expected an object`
}

/** The same check for each of some names. */
export function each(names: readonly string[], check: Check): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map(name => [name, check]))
}

/** Whether a value is an object that is no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function first<T>(items: readonly T[], of: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const wrong = of(item, index)
    if (wrong !== null) return wrong
  }
  return null
}

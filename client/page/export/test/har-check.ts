/** What kind of value a field of HAR 1.2 holds; a `?` says that it may be absent. */
type Kind = 'string' | 'number' | 'object' | 'list' | 'time' | 'string?' | 'number?'

type Fields = Readonly<Record<string, Kind>>

const program: Fields = { name: 'string', version: 'string', comment: 'string?' }
const named: Fields = { name: 'string', value: 'string', comment: 'string?' }
const entry: Fields = {
  ...{ pageref: 'string?', startedDateTime: 'time', time: 'number', request: 'object', response: 'object' },
  ...{
    cache: 'object',
    timings: 'object',
    serverIPAddress: 'string?',
    connection: 'string?',
    comment: 'string?',
  },
}
const request: Fields = {
  ...{ method: 'string', url: 'string', httpVersion: 'string', cookies: 'list', headers: 'list' },
  ...{ queryString: 'list', headersSize: 'number', bodySize: 'number', comment: 'string?' },
}
const response: Fields = {
  ...{ status: 'number', statusText: 'string', httpVersion: 'string', cookies: 'list', headers: 'list' },
  ...{
    content: 'object',
    redirectURL: 'string',
    headersSize: 'number',
    bodySize: 'number',
    comment: 'string?',
  },
}
const content: Fields = {
  ...{ size: 'number', compression: 'number?', mimeType: 'string', text: 'string?', encoding: 'string?' },
}
const timings: Fields = {
  ...{ blocked: 'number?', dns: 'number?', connect: 'number?', ssl: 'number?', comment: 'string?' },
  ...{ send: 'number', wait: 'number', receive: 'number' },
}

const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  number: value => typeof value === 'number' && Number.isFinite(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
  time: value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}

type Value = Readonly<Record<string, unknown>>

/** Every way in which a value is not HAR 1.2: fields that are missing, of another kind, or of no such name. */
export function harProblems(har: { readonly log: unknown }): readonly string[] {
  const log = partOf(har.log)
  const entries = (log.entries ?? []) as readonly Value[]
  return [
    ...check('log', log, {
      version: 'string',
      creator: 'object',
      browser: 'object',
      entries: 'list',
      comment: 'string?',
    }),
    ...check('creator', partOf(log.creator), program),
    ...check('browser', partOf(log.browser), program),
    ...entries.flatMap((each, index) => entryProblems(`entries[${index}]`, each)),
  ]
}

function entryProblems(at: string, value: Value): readonly string[] {
  const [asked, answered, times] = [partOf(value.request), partOf(value.response), partOf(value.timings)]
  const lists = [asked.headers, asked.queryString, answered.headers].flatMap(list => (list ?? []) as Value[])
  const sum = Object.values(times).reduce<number>((total, ms) => total + Math.max(0, Number(ms)), 0)
  return [
    ...check(at, value, entry),
    ...check(`${at}.request`, asked, request),
    ...check(`${at}.response`, answered, response),
    ...check(`${at}.response.content`, partOf(answered.content), content),
    ...check(`${at}.timings`, times, timings),
    ...lists.flatMap(each => check(`${at} name and value`, each, named)),
    ...(Math.abs(sum - Number(value.time)) > 1e-6 ? [`${at}.time is not the sum of its timings`] : []),
  ]
}

const partOf = (value: unknown) => (value ?? {}) as Value

function check(at: string, value: Value, fields: Fields): readonly string[] {
  const wrong = Object.entries(fields).flatMap(([name, kind]) => {
    const found: unknown = value[name]
    if (found === undefined) return kind.endsWith('?') ? [] : [`${at}.${name} is missing`]
    return isOf[kind.replace('?', '')]?.(found) ? [] : [`${at}.${name} is not a ${kind}`]
  })
  const unknown = Object.keys(value).filter(name => !(name in fields) && !name.startsWith('_'))
  return [...wrong, ...unknown.map(name => `${at}.${name} is no field of HAR 1.2`)]
}

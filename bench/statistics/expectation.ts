import { type TransportName, transportNames } from '../../server/protocol.ts'
import type { Expectation, Summary } from '../report/types.ts'
import { figurePaths, isFigurePath, readFigure } from './figure.ts'

const operators = ['<', '<=', '>', '>=', '=='] as const
type Operator = (typeof operators)[number]

/** What an operator asks of a value, and how far a value is from it: more is worse. */
const comparisons: Record<
  Operator,
  { holds(v: number, bound: number): boolean; badness(v: number, bound: number): number }
> = {
  '<': { holds: (value, bound) => value < bound, badness: value => value },
  '<=': { holds: (value, bound) => value <= bound, badness: value => value },
  '>': { holds: (value, bound) => value > bound, badness: value => -value },
  '>=': { holds: (value, bound) => value >= bound, badness: value => -value },
  '==': { holds: (value, bound) => value === bound, badness: (value, bound) => Math.abs(value - bound) },
}

/** An `--expect` taken apart. */
export interface ParsedExpectation {
  readonly text: string
  /** Null: every scenario that ran the transport. */
  readonly scenario: string | null
  readonly transport: TransportName
  /** A path that `readFigure` knows. */
  readonly figure: string
  readonly operator: Operator
  readonly bound: number
}

/**
 * Takes `[SCENARIO/]TRANSPORT.METRIC OP NUMBER` apart. Throws a RangeError of one line that names the part at fault, what
 * came and what was expected; a scenario is checked only where `scenarios` says which there are.
 */
export function parseExpectation(text: string, scenarios?: readonly string[]): ParsedExpectation {
  const fail = (part: string, came: string, expected: string): never => {
    throw new RangeError(`--expect "${text}": ${part} "${came}", expected ${expected}`)
  }
  const [, left = '', operator = '', right = ''] = /^([^<>=!~]*)([<>=!~]*)(.*)$/s.exec(text) ?? []
  if (!isOneOf(operators, operator)) return fail('operator', operator, `one of ${operators.join(' ')}`)
  const { scenario, transport, figure } = splitName(left.trim())
  if (scenario !== null && scenarios?.includes(scenario) === false)
    fail('unknown scenario', scenario, `one of ${scenarios.join(', ')}`)
  if (!isOneOf(transportNames, transport))
    return fail('unknown transport', transport, `one of ${transportNames.join(', ')}`)
  if (!isFigurePath(figure)) fail('unknown metric', figure, `one of ${figurePaths.join(', ')}`)
  const bound = right.trim()
  if (!isNumber(bound)) fail('bound', bound, 'a number without a unit, such as 20')
  return { text, scenario, transport, figure, operator, bound: Number(bound) }
}

/**
 * Whether an expectation is met: by every scenario that ran the transport, unless it names one. `actual` is the worst
 * value. A figure that is not available is not met, and its `actual` is null.
 */
export function evaluate(expectation: ParsedExpectation, summaries: readonly Summary[]): Expectation {
  const { text, scenario, transport, figure, operator, bound } = expectation
  const { holds, badness } = comparisons[operator]
  const values = summaries
    .filter(cell => cell.transport === transport && (scenario === null || cell.scenario === scenario))
    .map(cell => readFigure(cell, figure))
  const [first = null, ...rest] = values
  const actual = rest.reduce<number | null>((worst, value) => {
    if (worst === null || value === null) return null
    return badness(value, bound) > badness(worst, bound) ? value : worst
  }, first)
  return { text, actual, met: actual !== null && holds(actual, bound) }
}

function splitName(name: string): { scenario: string | null; transport: string; figure: string } {
  const slash = name.lastIndexOf('/')
  const [transport = '', ...path] = name.slice(slash + 1).split('.')
  return { scenario: slash < 0 ? null : name.slice(0, slash), transport, figure: path.join('.') }
}

function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word)
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text))
}

import type { CreateStage, Line, Stage } from '../stage.ts'
import { bandwidth } from './bandwidth.ts'
import { blackHole } from './black-hole.ts'
import { cut } from './cut.ts'
import { delay } from './delay.ts'
import { fate } from './fate.ts'
import { handshake } from './handshake.ts'
import { jitter } from './jitter.ts'
import { proxy } from './proxy.ts'
import { reset } from './reset.ts'
import { stall } from './stall.ts'

/** The stages, in the order in which an item passes them. */
export const stages = {
  handshake,
  blackHole,
  fate,
  proxy,
  cut,
  reset,
  bandwidth,
  delay,
  jitter,
  stall,
} as const satisfies Readonly<Record<string, CreateStage>>

/** Joins all stages into one that ends in `line.pass`. */
export function composeStages(line: Line): Stage {
  return Object.values(stages).reduceRight<Stage>(
    (next, create) => create({ ...line, pass: next }),
    line.pass,
  )
}

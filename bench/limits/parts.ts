import { capacity } from './capacity.ts'
import { deliveries } from './deliveries.ts'
import type { Part, PartRun } from './part.ts'
import { requests } from './requests.ts'
import { slopes } from './slopes.ts'
import { soak } from './soak.ts'
import { stalled } from './stalled.ts'

/** Every limit, in the order in which they are found. */
export const parts = { capacity, slopes, requests, deliveries, stalled, soak } as const

export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

/** What a part finds. */
export type FiguresOf<Name extends PartName> =
  (typeof parts)[Name] extends Part<infer Figures> ? Figures : never

/** `report.json` of the limits: the last run of each part. */
export interface LimitsReport {
  readonly schema: 1
  readonly parts: { readonly [Name in PartName]?: PartRun<FiguresOf<Name>> }
}

/** A part whose figures are whatever they are: for who only hands them on. */
export function partOf(name: PartName): Part<unknown> {
  return parts[name] as unknown as Part<unknown>
}

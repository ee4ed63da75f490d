/** One quantity beside its prediction, in the unit of its name; `tolerance` is how far they may be apart. */
export interface Judgement {
  readonly quantity: string
  readonly predicted: number
  readonly measured: number
  readonly tolerance: number
  readonly agrees: boolean
}

/** Lays a measured value beside a predicted one. */
export function judge(quantity: string, measured: number, predicted: number, tolerance: number): Judgement {
  const agrees = Math.abs(measured - predicted) <= tolerance
  return { quantity, predicted, measured, tolerance, agrees }
}

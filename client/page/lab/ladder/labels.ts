import type { Label } from './shapes.ts'

/** Text height in pixels with the room around it, and the estimated width of a character of 11 px. */
export const labelPx = 13
const characterPx = 6

/** What polls at even times put on an edge must fall on the same side of it in every picture, rounding or not. */
export const roundingPx = 1e-6

/** What might be said; its text is asked for only where there is room. */
export interface LabelWish {
  readonly text: () => string
  readonly x: number
  readonly y: number
  readonly align: Label['align']
}

/** The room that a text takes, in pixels; an estimate on the wide side. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) {
    if (character === ' ') width += characterPx / 2
    else width += character > '\u1100' ? 2 * characterPx : characterPx
  }
  return width
}

/**
 * Drops labels until none overlaps another. One that is clear of the wish before it stays; in a dense row the first of
 * each stretch of `slot` stays. Both look at the wishes, not at what is in sight, so labels don't come and go as they move.
 * `slot` numbers the stretches, each longer than twice a label's height.
 */
export function placeLabels(unordered: readonly LabelWish[], slot: (y: number) => number): Label[] {
  const labels: Label[] = []
  const wishes = [...unordered].sort((a, b) => a.y - b.y)
  let before = Number.NEGATIVE_INFINITY
  let lastSlot = Number.NaN
  for (const { text, x, y, align } of wishes) {
    const own = slot(y)
    const wanted = y - before >= labelPx - roundingPx || own !== lastSlot
    before = y
    lastSlot = own
    if (!wanted) continue
    const words = text()
    const label = { text: words, x, y, align, width: textWidth(words) }
    if (isFree(label, labels)) labels.push(label)
  }
  return labels
}

/** Only labels at less than a label's height can overlap, and these are the last ones. */
function isFree(label: Label, labels: readonly Label[]): boolean {
  for (let at = labels.length - 1; at >= 0; at -= 1) {
    const other = labels[at] as Label
    if (label.y - other.y >= labelPx - roundingPx) return true
    if (overlap(label, other)) return false
  }
  return true
}

/** Whether two labels overlap. */
export function overlap(a: Label, b: Label): boolean {
  const [aLeft, bLeft] = [leftOf(a), leftOf(b)]
  return Math.abs(a.y - b.y) < labelPx - roundingPx && aLeft < bLeft + b.width && bLeft < aLeft + a.width
}

const leftOf = ({ x, width, align }: Label) => (align === 'left' ? x : x - width)

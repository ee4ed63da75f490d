/** A part of the whole, `scale` from 0 to 1, rounded; never less than `least`. */
export function scaled(whole: number, scale: number, least: number): number {
  return Math.max(least, Math.round(whole * scale))
}

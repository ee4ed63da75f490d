const pageRows = 10

const moves: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: index => index + 1,
  ArrowUp: index => index - 1,
  PageDown: index => index + pageRows,
  PageUp: index => index - pageRows,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** The row that a key moves to from row `index` of `count`; null for a key that doesn't move. */
export function nextRow(key: string, index: number, count: number): number | null {
  const move = moves[key]
  return move === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, move(index, count)))
}

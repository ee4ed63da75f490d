/**
 * Finds, by halving, the one suspect that fails alone; answers all of them where none does. `fails` tries some from
 * the beginning.
 */
export async function narrow(
  suspects: readonly number[],
  fails: (some: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let left = suspects
  while (left.length > 1) {
    const middle = left.length >> 1
    const first = left.slice(0, middle)
    // Where the first half does not fail the second is taken to, and tried at the end.
    left = (await fails(first)) ? first : left.slice(middle)
  }
  return left.length === suspects.length || (await fails(left)) ? left : suspects
}

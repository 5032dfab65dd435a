/** The order of priorities. NaN, which has no place among the numbers, comes after all others. */
export function comparePriorities(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

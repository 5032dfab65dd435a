/** The first place from which on a condition holds that goes on holding; `to` if there is none. */
export function firstWhere(from: number, to: number, holds: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Position of the last number below `limit` in ascending numbers, or -1. */
export function lastBelow(numbers: Float64Array, limit: number): number {
  return firstWhere(0, numbers.length, (at) => (numbers[at] as number) >= limit) - 1;
}

/** Position of the first number above `limit` in ascending numbers, or their count. */
export function firstAbove(numbers: ArrayLike<number>, limit: number): number {
  return firstWhere(0, numbers.length, (at) => (numbers[at] as number) > limit);
}

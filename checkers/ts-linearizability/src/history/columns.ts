/** The numbers at the given positions, in that order; `missing` for a negative position. */
export function gather(
  numbers: Float64Array | Int32Array | readonly number[],
  positions: Int32Array | readonly number[],
  missing = NaN,
): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number;
    result[i] = position < 0 ? missing : (numbers[position] as number);
  }
  return result;
}

/** The numbers from 0 on, so many of them. */
export function firstNumbers(count: number): Int32Array {
  return new Int32Array(count).map((_, i) => i);
}

/** The positions at the given places, in that order. */
export function pick(positions: Int32Array | readonly number[], places: Int32Array): Int32Array {
  return places.map((place) => positions[place] as number);
}

/** Where each position stands in an order of all of them. */
export function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((position, place) => (places[position] = place));
  return places;
}

/** Positions of operations in ascending order, each once; negative ones (no operation) left out. */
export function distinct(positions: readonly number[]): number[] {
  const sorted = Int32Array.from(positions).sort();
  return Array.from(sorted.filter((position, i) => position >= 0 && position !== sorted[i - 1]));
}

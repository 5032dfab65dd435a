const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const DIGIT_MASK = DIGITS - 1;
const COMPARISON_SORT_BELOW = 256;

/**
 * Positions of `times` in ascending order; equal times keep their order.
 *
 * A radix sort over the bits of the doubles, in O(n); already sorted input costs one pass.
 */
export function ascending(times: Float64Array): Int32Array {
  const order = new Int32Array(times.length);
  for (let position = 0; position < order.length; position++) {
    order[position] = position;
  }
  if (isSorted(times)) {
    return order;
  }
  if (times.length < COMPARISON_SORT_BELOW) {
    return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  }
  return radixSort(times, order);
}

function isSorted(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) {
    if ((times[i - 1] as number) > (times[i] as number)) {
      return false;
    }
  }
  return true;
}

/** Doubles compare like their bits read as integers, once negative ones are inverted. */
function sortableWords(times: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const low = new Uint32Array(times.length);
  const high = new Uint32Array(times.length);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (let i = 0; i < times.length; i++) {
    // Adding zero turns -0 into 0, which must compare as equal.
    double[0] = (times[i] as number) + 0;
    const negative = (words[1] as number) >>> 31 === 1;
    low[i] = negative ? ~(words[0] as number) : (words[0] as number);
    high[i] = negative ? ~(words[1] as number) : (words[1] as number) | 0x80000000;
  }
  return { low, high };
}

function radixSort(times: Float64Array, start: Int32Array): Int32Array {
  const { low, high } = sortableWords(times);
  let from = start;
  let to: Int32Array = new Int32Array(times.length);
  for (const word of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      if (scatter(word, shift, from, to)) {
        [from, to] = [to, from];
      }
    }
  }
  return from;
}

/** One stable pass by one digit; false if all digits are the same and nothing was moved. */
function scatter(word: Uint32Array, shift: number, from: Int32Array, to: Int32Array): boolean {
  const offsets = new Int32Array(DIGITS);
  for (let i = 0; i < from.length; i++) {
    const digit = ((word[from[i] as number] as number) >>> shift) & DIGIT_MASK;
    offsets[digit] = (offsets[digit] as number) + 1;
  }
  const first = ((word[0] as number) >>> shift) & DIGIT_MASK;
  if (offsets[first] === from.length) {
    return false;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = offsets[digit] as number;
    offsets[digit] = sum;
    sum += count;
  }
  for (let i = 0; i < from.length; i++) {
    const position = from[i] as number;
    const digit = ((word[position] as number) >>> shift) & DIGIT_MASK;
    const target = offsets[digit] as number;
    offsets[digit] = target + 1;
    to[target] = position;
  }
  return true;
}

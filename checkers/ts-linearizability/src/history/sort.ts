const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const COMPARISON_SORT_BELOW = 256;

/**
 * Positions of `times` in ascending order; equal times keep their order.
 *
 * A radix sort in O(n), which is four to ten times as fast as a sort by comparisons of a million
 * times. Already sorted input costs one pass.
 */
export function sort(times: Float64Array): Int32Array {
  let order = new Int32Array(times.length);
  let isSorted = true;
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
    isSorted &&= i === 0 || (times[i - 1] as number) <= (times[i] as number);
  }
  if (isSorted) {
    return order;
  }
  if (times.length < COMPARISON_SORT_BELOW) {
    return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  }
  let other = new Int32Array(times.length);
  for (const word of wordsOf(times)) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      if (scatter(word, shift, order, other)) {
        [order, other] = [other, order];
      }
    }
  }
  return order;
}

/**
 * The words of times, the low ones first: as unsigned integers in the same order, since doubles compare like
 * their bits read as integers, once negative ones are inverted.
 */
function wordsOf(times: Float64Array): readonly [Uint32Array, Uint32Array] {
  const low = new Uint32Array(times.length);
  const high = new Uint32Array(times.length);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (let i = 0; i < times.length; i++) {
    // Adding zero turns -0 into 0, which must compare as equal.
    double[0] = (times[i] as number) + 0;
    const isNegative = (words[1] as number) >>> 31 === 1;
    low[i] = isNegative ? ~(words[0] as number) : (words[0] as number);
    high[i] = isNegative ? ~(words[1] as number) : (words[1] as number) | 0x80000000;
  }
  return [low, high];
}

/** One stable pass by one digit; false if all digits are the same and nothing was moved. */
function scatter(word: Uint32Array, shift: number, from: Int32Array, to: Int32Array): boolean {
  const digitOf = (position: number): number =>
    ((word[position] as number) >>> shift) & (DIGITS - 1);
  const offsets = new Int32Array(DIGITS + 1);
  for (let i = 0; i < word.length; i++) {
    const next = digitOf(i) + 1;
    offsets[next] = (offsets[next] as number) + 1;
  }
  if (offsets[digitOf(0) + 1] === word.length) {
    return false;
  }
  for (let digit = 1; digit < DIGITS; digit++) {
    offsets[digit] = (offsets[digit] as number) + (offsets[digit - 1] as number);
  }
  for (const position of from) {
    const digit = digitOf(position);
    const target = offsets[digit] as number;
    offsets[digit] = target + 1;
    to[target] = position;
  }
  return true;
}

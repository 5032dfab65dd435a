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
 * Words, the lowest first, that stand for times, in the same order as unsigned integers. Whole times that are near
 * enough stand for their distance from the earliest, which has few digits. Other doubles compare
 * like their bits read as integers, once negative ones are inverted.
 */
function wordsOf(times: Float64Array): readonly Uint32Array[] {
  let earliest = Infinity;
  let latest = -Infinity;
  let areWhole = true;
  for (const time of times) {
    if (Number.isFinite(time)) {
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
      areWhole &&= Math.floor(time) === time;
    }
  }
  const low = new Uint32Array(times.length);
  const high = new Uint32Array(times.length);
  // The distance of infinite times; that of the first finite one is 1.
  const beyond = latest - earliest + 2;
  if (areWhole && beyond > 0 && beyond < Number.MAX_SAFE_INTEGER) {
    for (let i = 0; i < times.length; i++) {
      const distance = Math.max(0, Math.min(beyond, (times[i] as number) - earliest + 1));
      low[i] = distance;
      high[i] = distance / 2 ** 32;
    }
    return beyond < 2 ** 32 ? [low] : [low, high];
  }
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

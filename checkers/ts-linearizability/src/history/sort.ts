const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const DIGIT_MASK = DIGITS - 1;
const COMPARISON_SORT_BELOW = 256;

/** Positions of `times` in ascending order, at once; see `sort`. */
export function ascending(times: Float64Array): Int32Array {
  return sort(times);
}

/**
 * Positions of `times` in ascending order; equal times keep their order.
 *
 * A radix sort in O(n): over the distances from the earliest time if all of them are whole
 * numbers, over the bits of the doubles otherwise. Already sorted input costs one pass.
 */
export function sort(times: Float64Array): Int32Array {
  const order = new Int32Array(times.length);
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
  }
  if (isSorted(times)) {
    return order;
  }
  if (times.length < COMPARISON_SORT_BELOW) {
    return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  }
  const words = wordsOfDistances(times) ?? wordsOfBits(times);
  return radixSort(words, order);
}

function isSorted(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) {
    if ((times[i - 1] as number) > (times[i] as number)) {
      return false;
    }
  }
  return true;
}

/** What stands for times in the sort: their order is that of (high, low) as unsigned words. */
interface Words {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/**
 * How far each whole time is from the earliest one, infinite ones beyond the others; nothing if a
 * time is no whole number, or so far away that the distance is not exact.
 */
function wordsOfDistances(times: Float64Array): Words | undefined {
  const { earliest, latest } = finiteRange(times);
  const beyond = latest - earliest + 2;
  if (beyond >= Number.MAX_SAFE_INTEGER) {
    return undefined;
  }
  const low = new Uint32Array(times.length);
  const high = new Uint32Array(beyond < 2 ** 32 ? 0 : times.length);
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (Math.floor(time) !== time) {
      return undefined;
    }
    const distance = Math.max(0, Math.min(beyond, time - earliest + 1));
    const rest = distance >>> 0;
    low[i] = rest;
    if (rest !== distance) {
      high[i] = (distance - rest) / 2 ** 32;
    }
  }
  return { low, high };
}

/** The earliest and the latest finite time; zero if there is none. */
function finiteRange(times: Float64Array): { earliest: number; latest: number } {
  let earliest = Infinity;
  let latest = -Infinity;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (time < earliest && time !== -Infinity) {
      earliest = time;
    }
    if (time > latest && time !== Infinity) {
      latest = time;
    }
  }
  return earliest <= latest ? { earliest, latest } : { earliest: 0, latest: 0 };
}

/** Doubles compare like their bits read as integers, once negative ones are inverted. */
function wordsOfBits(times: Float64Array): Words {
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

function radixSort({ low, high }: Words, start: Int32Array): Int32Array {
  let from = start;
  let to: Int32Array = new Int32Array(start.length);
  for (const word of [low, high]) {
    for (let shift = 0; shift < 32 && word.length > 0; shift += DIGIT_BITS) {
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
  for (let i = 0; i < word.length; i++) {
    const digit = ((word[i] as number) >>> shift) & DIGIT_MASK;
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

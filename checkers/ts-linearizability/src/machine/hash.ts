const GOLDEN = 0x9e3779b1;
const FOLD = 15;

/** The finalizer of MurmurHash3: a bijection on 32-bit words, of which each bit depends on all. */
export function mix(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** A hash of some words, of which each bit depends on all of them. */
export function hashOf(words: Int32Array, from: number, count: number): number {
  let hash = 0;
  for (let i = from; i < from + count; i++) {
    const product = Math.imul(hash ^ (words[i] as number), GOLDEN);
    hash = product ^ (product >>> FOLD);
  }
  return mix(hash);
}

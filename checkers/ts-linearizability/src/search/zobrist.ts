/** The finalizer of MurmurHash3: a bijection on 32-bit words. */
export function mix(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** One random word for each of `count` things, others for another seed (Zobrist 1970). */
export function zobristWords(count: number, seed: number): Int32Array {
  const words = new Int32Array(count);
  let state = mix(seed ^ 0x5bf03635);
  for (let i = 0; i < count; i++) {
    state = (state + 0x9e3779b9) | 0;
    words[i] = mix(state ^ mix(i + seed));
  }
  return words;
}

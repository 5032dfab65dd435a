const GOLDEN = 0x9e3779b1;
const FOLD = 15;

/** Takes one more word into a hash, whose low bits and high bits both depend on all words. */
export function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, GOLDEN);
  return product ^ (product >>> FOLD);
}

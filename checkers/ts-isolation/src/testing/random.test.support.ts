/** Numbers from 0 up to a bound, from a seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The same items in a random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const list = [...items];
  for (let left = list.length; left > 1; left -= 1) {
    const at = random(left);
    [list[at], list[left - 1]] = [list[left - 1] as T, list[at] as T];
  }
  return list;
}

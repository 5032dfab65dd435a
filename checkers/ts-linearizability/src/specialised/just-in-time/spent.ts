/** The kinds of the optional operations that took effect: ascending, one entry for each. */
export type Spent = readonly number[];

/** How many of a kind. */
export function countOf(spent: Spent, kind: number): number {
  let count = 0;
  for (const other of spent) {
    count += other === kind ? 1 : 0;
  }
  return count;
}

/** With one more of a kind, or of other numbers that ascend. */
export function withOne(spent: Spent, kind: number): Spent {
  const place = spent.findIndex((other) => other > kind);
  return place < 0 ? [...spent, kind] : [...spent.slice(0, place), kind, ...spent.slice(place)];
}

/** Whether one is a part of the other. */
export function isPart(part: Spent, whole: Spent): boolean {
  let at = 0;
  for (const kind of part) {
    while ((whole[at] ?? Infinity) < kind) {
      at++;
    }
    if (whole[at++] !== kind) {
      return false;
    }
  }
  return true;
}

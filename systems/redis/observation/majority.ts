/** The value that more than half of the voters name; `null` when there is none. */
export function majority(votes: Iterable<string | null>, voters: number): string | null {
  const counts = new Map<string, number>();
  for (const vote of votes) {
    if (vote !== null) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  }
  for (const [value, count] of counts) if (count * 2 > voters) return value;
  return null;
}

/** Something that holds for a time after it took effect: a lease, a value that expires. */
export interface Lasting {
  /** When it was asked for: it took effect no earlier. */
  readonly from_ns: number;
  /** When it was acknowledged: it had taken effect by then. Infinite where it was not answered. */
  readonly by_ns: number;
  /** How long it holds at least, from its effect on; 0 for what ends others. */
  readonly lasts_ns: number;
}

/** When something was surely in effect. */
export interface SureSpan<T> {
  readonly of: T;
  readonly from_ns: number;
  readonly to_ns: number;
}

/**
 * When each of the acknowledged ones was surely in effect, whatever the order in which those at the same time took
 * effect. Each replaces the one before. So where another one, which may have come after it, lasts less long,
 * it is sure only as long as both would last.
 *
 * @param items - those that have not failed, in the order in which they were asked for.
 */
export function sureSpans<T extends Lasting>(items: readonly T[]): readonly SureSpan<T>[] {
  const spans: SureSpan<T>[] = [];
  /** Those before that may take effect after this one. */
  let open: T[] = [];
  /** The shortest of those that were not answered: each may take effect at any later time. */
  let unanswered_ns = Infinity;
  items.forEach((item, at) => {
    open = open.filter(({ by_ns }) => by_ns >= item.from_ns);
    let to_ns = item.from_ns + Math.min(item.lasts_ns, unanswered_ns);
    for (const { lasts_ns } of open) to_ns = Math.min(to_ns, item.from_ns + lasts_ns);
    for (let next = at + 1; next < items.length; next += 1) {
      const later = items[next] as T;
      if (later.from_ns >= to_ns) break;
      to_ns = Math.min(to_ns, later.from_ns + later.lasts_ns);
    }
    if (item.by_ns < to_ns) spans.push({ of: item, from_ns: item.by_ns, to_ns });
    if (item.by_ns === Infinity) unanswered_ns = Math.min(unanswered_ns, item.lasts_ns);
    else open.push(item);
  });
  return spans;
}

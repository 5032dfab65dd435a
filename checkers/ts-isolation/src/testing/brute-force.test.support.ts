import type { ConsistencyModel, Transaction, Value } from '../types.js';

/**
 * Whether a small history has a legal order, by trying all of them: every transaction that
 * committed, any of those of which nobody knows, none that failed. It shares no code with the checker.
 */
export function hasLegalOrder(history: readonly Transaction[], model: ConsistencyModel): boolean {
  const strict = model === 'strict-serializable';
  const extend = (left: readonly Transaction[], lists: Lists): boolean => {
    if (left.every(({ outcome }) => outcome !== 'ok')) return true;
    return left.some((next) => {
      const overtaken = left.some((other) => strict && other !== next && isBefore(other, next));
      if (overtaken) return false;
      const after = apply(next, lists);
      return (
        after !== null &&
        extend(
          left.filter((other) => other !== next),
          after,
        )
      );
    });
  };
  return extend(
    history.filter(({ outcome }) => outcome !== 'fail'),
    {},
  );
}

/** Of one process there is never more than one at a time, so at ties the order is known. */
function isBefore(a: Transaction, b: Transaction): boolean {
  if (a.outcome !== 'ok') return false;
  return a.process === b.process ? a.return <= b.call : a.return < b.call;
}

type Lists = Readonly<Record<string, readonly Value[]>>;

function apply({ ops, outcome }: Transaction, before: Lists): Lists | null {
  let lists = before;
  for (const op of ops) {
    const name = JSON.stringify(op[1]);
    const list = lists[name] ?? [];
    if (op[0] === 'append') lists = { ...lists, [name]: [...list, op[2]] };
    else if (outcome === 'ok' && op[2] !== undefined) {
      if (JSON.stringify(op[2] ?? []) !== JSON.stringify(list)) return null;
    }
  }
  return lists;
}

import type { Guarantee } from '../guarantees.js';

/** What a session did to a register. Ops stand in the order of their sessions; each write has a value of its own. */
export interface SessionOp {
  readonly session: number;
  readonly kind: 'read' | 'write';
  readonly key: string;
  /** What was written or read; `null` is the state before all writes. */
  readonly value: number | null;
  readonly outcome: 'ok' | 'info' | 'fail';
}

/**
 * Judges small histories by the definitions (Terry et al. 1994), by trying every order of the writes and, for each
 * read, every set of writes that the server may have had. It shares no code with the checker. A write that failed is
 * nowhere; one without an answer may be anywhere or nowhere, and binds no later op of its session.
 */
export function keeps(history: readonly SessionOp[], claimed: ReadonlySet<Guarantee>): boolean {
  const writes = history.filter(({ kind, outcome }) => kind === 'write' && outcome !== 'fail');
  const sure = writes.filter(({ outcome }) => outcome === 'ok');
  const unsure = writes.filter(({ outcome }) => outcome === 'info');
  return subsetsOf(unsure).some((chosen) =>
    ordersOf([...sure, ...chosen]).some((order) => isExplainedBy(order, history, claimed)),
  );
}

/** Whether all reads may have seen what they saw, if servers apply their writes in this order. */
function isExplainedBy(
  order: readonly SessionOp[],
  history: readonly SessionOp[],
  claimed: ReadonlySet<Guarantee>,
): boolean {
  /** What a session did with an answer before an op. */
  const earlier = (op: SessionOp, kind: SessionOp['kind']): SessionOp[] =>
    history
      .slice(0, history.indexOf(op))
      .filter((one) => one.session === op.session && one.kind === kind && one.outcome === 'ok');
  /** The writes that a read tells of: what it saw. */
  const relevant = ({ key, value }: SessionOp): SessionOp[] =>
    order.filter((write) => write.key === key && write.value === value);
  /** The writes that must be wherever a write is, and come before it. */
  const bound = (write: SessionOp): SessionOp[] => [
    ...(claimed.has('monotonic-writes') ? earlier(write, 'write') : []),
    ...(claimed.has('writes-follow-reads') ? earlier(write, 'read').flatMap(relevant) : []),
  ];
  const isKept = order.every((write, at) =>
    bound(write).every((other) => order.indexOf(other) <= at),
  );
  if (!isKept) return false;
  const servers = subsetsOf(order).filter((server) =>
    server.every((write) => bound(write).every((other) => server.includes(other))),
  );
  return history.every((read) => {
    if (read.kind !== 'read' || read.outcome !== 'ok') return true;
    const needed = [
      ...(claimed.has('read-your-writes') ? earlier(read, 'write') : []),
      ...(claimed.has('monotonic-reads') ? earlier(read, 'read').flatMap(relevant) : []),
    ];
    return servers.some((server) => {
      const last = server.findLast(({ key }) => key === read.key)?.value ?? null;
      return last === read.value && needed.every((write) => server.includes(write));
    });
  });
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    ordersOf(items.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

/** All subsets, each in the order of the items. */
function subsetsOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 1 << items.length }, (_, bits) =>
    items.filter((_item, bit) => ((bits >> bit) & 1) === 1),
  );
}

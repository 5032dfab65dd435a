import type { HistoryOp } from '../history-op.js';

/** A transfer that may have taken place, with the accounts that it changes. */
interface Movement {
  readonly op: HistoryOp;
  readonly changes: readonly (readonly [account: string, by: number])[];
}

/**
 * By how much the balances of the last read are surely not what the acknowledged transfers between the first read and the
 * last one have made of those of the first: summed over the accounts. Above 0, transfers that were acknowledged are missing.
 * @param transfers - those that have not failed.
 */
export function displaced(
  first: HistoryOp,
  last: HistoryOp,
  transfers: readonly HistoryOp[],
): number {
  const [before, after] = [balancesOf(first), balancesOf(last)];
  const expected = new Map(before);
  /** By how much transfers may have changed an account that perhaps took place between the two reads. */
  const doubt = new Map<string, number>();
  for (const { op, changes } of transfers.map(movementOf)) {
    if (mayBeBetween(op, first, last)) {
      const isSure = isSurelyBetween(op, first, last);
      const sums = isSure ? expected : doubt;
      for (const [account, by] of changes) {
        sums.set(account, (sums.get(account) ?? 0) + (isSure ? by : Math.abs(by)));
      }
    }
  }
  return [...expected].reduce((sum, [account, balance]) => {
    const off = Math.abs((after.get(account) ?? 0) - balance);
    return sum + Math.max(0, off - (doubt.get(account) ?? 0));
  }, 0);
}

function mayBeBetween(
  { op, invocation, completion }: HistoryOp,
  first: HistoryOp,
  last: HistoryOp,
) {
  // One whose outcome nobody knows may take effect at any time after it.
  const endsBefore = op.outcome === 'ok' && completion !== null && completion < first.invocation;
  return !endsBefore && invocation < (last.completion ?? last.invocation);
}

function isSurelyBetween(
  { op, invocation, completion }: HistoryOp,
  first: HistoryOp,
  last: HistoryOp,
) {
  return (
    op.outcome === 'ok' &&
    completion !== null &&
    invocation > (first.completion ?? first.invocation) &&
    completion < last.invocation
  );
}

function balancesOf({ op }: HistoryOp): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(op.result ?? {}).flatMap(([account, balance]) =>
      typeof balance === 'number' ? [[account, balance] as const] : [],
    ),
  );
}

function movementOf(op: HistoryOp): Movement {
  const { from, to, amount } = (op.op.value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof from !== 'string' || typeof to !== 'string' || typeof amount !== 'number') {
    return { op, changes: [] };
  }
  return {
    op,
    changes: [
      [from, -amount],
      [to, amount],
    ],
  };
}

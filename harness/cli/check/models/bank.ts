import type { Model } from 'ts-linearizability';

import type { RecordedValue } from '../../../histories/index.js';
import type { RecordedOperation } from '../pairing.js';
import { checkable, keyText, Misfit, unknownOp } from './checkable-model.js';

const OPS = 'transfer {"from": a, "to": b, "amount": n}, read → {"a": balance, …}';
const INITIAL = 'an object with the balance of each account';

type Balances = ReadonlyMap<string, number>;

type BankInput =
  | { readonly f: 'read' }
  | {
      readonly f: 'transfer';
      readonly from: string;
      readonly to: string;
      readonly amount: number;
    };

/**
 * Jepsen's bank, judged as strictly as can be: every read sees all transfers that were over before
 * it, and none in part. That the total never changes follows from that; no account may be overdrawn.
 */
export const bankModel = checkable({
  name: 'bank',
  summary: 'accounts that money is moved between; none may be overdrawn',
  ops: OPS,
  initial: `${INITIAL}; must be given`,
  create: (initial) => bank(balancesOf(initial, 'invocation', INITIAL)),
  decode(op) {
    switch (op.f) {
      case 'read':
        return { input: { f: 'read' as const }, output: seenBy(op) };
      case 'transfer':
        return { input: transferOf(op.value), output: undefined };
      default:
        throw unknownOp(op, OPS);
    }
  },
});

function bank(initial: Balances): Model<Balances, BankInput, Balances> {
  return {
    name: 'bank',
    init: () => [initial],
    step(state, input, output) {
      if (input.f === 'read') return output === undefined || isSame(state, output) ? [state] : [];
      const from = state.get(input.from);
      const to = state.get(input.to);
      if (from === undefined || to === undefined || from < input.amount) return [];
      if (input.from === input.to) return [state];
      const next = new Map(state);
      return [next.set(input.from, from - input.amount).set(input.to, to + input.amount)];
    },
    key: balancesInWords,
    readOnly: ({ f }) => f === 'read',
    describeOperation: (input, output) =>
      input.f === 'read'
        ? `read() -> ${output === undefined ? '?' : balancesInWords(output)}`
        : `transfer(${input.amount} from ${input.from} to ${input.to})`,
    describeState: balancesInWords,
  };
}

function isSame(state: Balances, seen: Balances): boolean {
  return (
    state.size === seen.size && [...state].every(([account, sum]) => seen.get(account) === sum)
  );
}

function balancesInWords(balances: Balances): string {
  return [...balances].map(([account, sum]) => `${account}: ${sum}`).join(', ');
}

function seenBy(op: RecordedOperation): Balances | undefined {
  if (op.outcome !== 'ok' || op.result === undefined) return undefined;
  return balancesOf(op.result, 'completion', 'the balance of each account');
}

/** Balances in the order of the accounts' names, so that equal ones have equal texts. */
function balancesOf(
  value: RecordedValue | undefined,
  at: 'invocation' | 'completion',
  expected: string,
): Balances {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit(at, expected, value);
  }
  const accounts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    accounts.map(([account, sum]) => {
      if (typeof sum !== 'number') throw new Misfit(at, expected, value);
      return [account, sum];
    }),
  );
}

function transferOf(value: RecordedValue | undefined): BankInput {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { from, to, amount } = value as Readonly<Record<string, RecordedValue | undefined>>;
    if (from !== undefined && to !== undefined && typeof amount === 'number' && amount >= 0) {
      return { f: 'transfer', from: keyText(from), to: keyText(to), amount };
    }
  }
  throw new Misfit('invocation', 'a transfer: {"from": a, "to": b, "amount": n}', value);
}

import { decimalSum, type Model, type Value } from 'ts-linearizability';
import { Misfit, type ModelOp, defineModel } from '../../harness/core/model.js';
import { fieldsOf, keyText, unknownOp } from './op-values.js';
import { bankStarts, type Balances, type BankInput } from './bank-starts.js';

const OPS =
  'transfer {"from": a, "to": b, "amount": n}, read → {"a": balance, …} or [balance, …] of the accounts 0, 1, …';
const BALANCES =
  'the balance of each account: an object, or a list of those of the accounts 0, 1, …';

interface Options {
  readonly negativeBalances: boolean;
}

/**
 * Jepsen's bank, judged as strictly as can be: every read sees all transfers that were over before
 * it, and none in part. That the total never changes follows from that.
 */
export const bankModel = defineModel<Balances, BankInput, Balances, Options>({
  name: 'bank',
  summary: 'accounts between which money is moved; no account may be overdrawn',
  ops: OPS,
  initial: `${BALANCES} (what is read tells)`,
  options: { negativeBalances: { summary: 'accounts may be overdrawn', default: false } },
  create: (initial, { negativeBalances }) =>
    bank(balancesOf(initial ?? {}, 'invocation'), negativeBalances),
  starts: bankStarts,
  startsUnknown: true,
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

function bank(initial: Balances, negativeBalances: boolean): Model<Balances, BankInput, Balances> {
  return {
    name: 'bank',
    init: () => [initial],
    step(state, input, output) {
      if (input.f === 'read') {
        if (output === undefined) return [state];
        const may =
          negativeBalances || ![...output.values()].some((sum) => sum !== null && sum < 0);
        return may && isSame(state, output) ? [state] : [];
      }
      const from = state.get(input.from) ?? null;
      const to = state.get(input.to) ?? null;
      if (from === null || to === null) return [];
      if (!negativeBalances && from < input.amount) return [];
      if (input.from === input.to) return [state];
      const next = new Map(state);
      next.set(input.from, decimalSum(from, -input.amount));
      return [next.set(input.to, decimalSum(to, input.amount))];
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
  const texts = [...balances].map(([account, sum]) =>
    sum === null ? `${account}: null, which is no balance` : `${account}: ${sum}`,
  );
  return texts.length === 0 ? 'no accounts' : texts.join(', ');
}

function seenBy(op: ModelOp): Balances | undefined {
  if (op.outcome !== 'ok' || op.result === undefined) return undefined;
  return balancesOf(op.result, 'completion');
}

/** Balances in the order of the accounts' names, so that equal ones have equal texts. */
function balancesOf(value: Value, at: 'invocation' | 'completion'): Balances {
  if (typeof value !== 'object' || value === null) throw new Misfit(at, BALANCES, value);
  // The fields of a list are its positions.
  const accounts = Object.entries(value as Readonly<Record<string, Value>>);
  return new Map(
    accounts
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([account, sum]) => {
        if (typeof sum === 'number' || (sum === null && at === 'completion')) return [account, sum];
        throw new Misfit(at, BALANCES, value);
      }),
  );
}

function transferOf(value: Value | undefined): BankInput {
  const { from, to, amount } = fieldsOf(value) ?? {};
  if (from !== undefined && to !== undefined && typeof amount === 'number' && amount >= 0) {
    return { f: 'transfer', from: accountOf(from), to: accountOf(to), amount };
  }
  throw new Misfit('invocation', 'a transfer: {"from": a, "to": b, "amount": n}', value);
}

/** Accounts are the fields of what a read answers, and so they are text. */
function accountOf(name: Value): string {
  return typeof name === 'string' ? name : keyText(name);
}

import { decimalSum, type Operation, type Value } from 'ts-linearizability';
import { InputError } from '../../harness/core/errors.js';

/** What a read saw; a balance of null is none that an account can have. */
export type Balances = ReadonlyMap<string, number | null>;

export type BankInput =
  | { readonly f: 'read' }
  | {
      readonly f: 'transfer';
      readonly from: string;
      readonly to: string;
      readonly amount: number;
    };

type BankOperation = Operation<BankInput, Balances>;
type Transfer = Extract<BankInput, { readonly f: 'transfer' }>;

/** Reads that overlap more transfers leave too many possibilities. */
const MOST_CONCURRENT = 12;

/** What a read saw, and which transfers it saw for certain or may have seen. */
interface Glimpse {
  readonly balances: readonly (readonly [account: string, sum: number])[];
  readonly sure: readonly Transfer[];
  readonly open: readonly Transfer[];
}

/**
 * Every state that a bank may have had at first: what one read saw, minus the transfers that it had
 * seen. It has seen every transfer that was over before it. Of those that overlap it, or of which
 * nobody knows, it may have seen any; so the read with the fewest of these is taken.
 * @throws InputError where there are too many.
 */
export function bankStarts(operations: readonly BankOperation[]): readonly Value[] {
  const transfers = operations.filter(({ input }) => input.f === 'transfer');
  const reads = operations.filter(
    ({ input, output }) => input.f === 'read' && output !== undefined,
  );
  const whole = reads.filter(({ output }) => ![...(output?.values() ?? [])].includes(null));
  let best: Glimpse | undefined;
  for (const { output, call, return: end } of whole.length > 0 ? whole : reads) {
    const open = transfers.filter((one) => one.call <= end && one.return >= call);
    if (best !== undefined && open.length >= best.open.length) continue;
    const sure = transfers.filter((one) => one.return < call);
    const balances = [...(output ?? [])].map(([account, sum]) => [account, sum ?? 0] as const);
    best = { balances, sure: sure.map(transferIn), open: open.map(transferIn) };
    if (open.length === 0) break;
  }
  if (best === undefined) return [enoughFor(transfers.map(transferIn))];
  if (best.open.length > MOST_CONCURRENT) {
    throw new InputError({
      code: 'E_INITIAL',
      expected: `the balances at first, or a read that overlaps at most ${MOST_CONCURRENT} transfers: what it saw tells the balances at first`,
      actual: `each read overlaps ${best.open.length} transfers or more`,
      advice: 'give the balances at first: --initial \'{"0":100,"1":0}\'',
    });
  }
  const certain = undone(new Map(best.balances), best.sure);
  let states = [certain];
  for (const transfer of best.open) {
    states = states.flatMap((state) => [state, undone(new Map(state), [transfer])]);
  }
  const different = new Map(states.map((state) => [JSON.stringify([...state]), state]));
  return [...different.values()].map((state) => Object.fromEntries(state));
}

function transferIn({ input }: BankOperation): Transfer {
  return input as Transfer;
}

function undone(state: Map<string, number>, transfers: readonly Transfer[]) {
  for (const { from, to, amount } of transfers) {
    if (!state.has(from) || !state.has(to)) continue;
    state.set(from, decimalSum(state.get(from) ?? 0, amount));
    state.set(to, decimalSum(state.get(to) ?? 0, -amount));
  }
  return state;
}

/** Where no read tells, any transfers may have been possible. */
function enoughFor(transfers: readonly Transfer[]): Value {
  const total = transfers.reduce((sum, { amount }) => decimalSum(sum, amount), 0);
  return Object.fromEntries(
    transfers.flatMap(({ from, to }) => [
      [from, total],
      [to, total],
    ]),
  );
}

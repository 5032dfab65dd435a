import { elementsOf, type Json, type TransactionStep } from '../harness/index.js';
import { textOf, valueOf } from './json-text.js';

/** Texts by their names in the store; what is not there has none. */
type Texts = ReadonlyMap<string, string>;

/** How a store changes several texts at once, on the condition that all are still as they were read. */
export interface OptimisticStore<Session> {
  readonly nameOfKey: (key: Json) => string;
  readonly nameOfAccount: (account: string) => string;
  /** Reads texts as they are at one moment. */
  read(session: Session, names: readonly string[]): Promise<Texts>;
  /**
   * Writes what follows from the texts of names, all or nothing; and tries it with what is there now where another one
   * came first.
   * @returns what the texts were when it took effect.
   */
  update(
    session: Session,
    names: readonly string[],
    change: (texts: Texts) => Texts,
  ): Promise<Texts>;
}

/** Client methods for transactions, and for a bank, over such a store. */
export function transactionsOver<Session>(store: OptimisticStore<Session>) {
  const { nameOfKey, nameOfAccount } = store;
  const valuesIn = (texts: Texts): ReadonlyMap<string, Json> =>
    new Map([...texts].map(([name, text]) => [name, valueOf(text)]));
  const balanceIn = (texts: Texts, account: string): number =>
    Number(texts.get(nameOfAccount(account)) ?? 0);
  return {
    async txn(
      session: Session,
      steps: readonly TransactionStep[],
    ): Promise<readonly TransactionStep[]> {
      const names = [...new Set(steps.map(([, key]) => nameOfKey(key)))];
      const texts = steps.every(([f]) => f === 'r')
        ? await store.read(session, names)
        : await store.update(session, names, (now) => {
            const { written } = stepsOn(steps, valuesIn(now), nameOfKey);
            return new Map([...written].map(([name, value]) => [name, textOf(value)]));
          });
      return stepsOn(steps, valuesIn(texts), nameOfKey).steps;
    },

    transfer: (session: Session, from: string, to: string, amount: number): Promise<unknown> =>
      store.update(
        session,
        [from, to].map(nameOfAccount),
        (texts) =>
          new Map([
            [nameOfAccount(from), String(balanceIn(texts, from) - amount)],
            [nameOfAccount(to), String(balanceIn(texts, to) + amount)],
          ]),
      ),

    async balances(
      session: Session,
      accounts: readonly string[],
    ): Promise<Readonly<Record<string, number>>> {
      const texts = await store.read(session, accounts.map(nameOfAccount));
      return Object.fromEntries(accounts.map((account) => [account, balanceIn(texts, account)]));
    },
  };
}

/** What comes of the steps of a transaction. */
interface Stepped {
  /** The steps, with what was read. */
  readonly steps: readonly TransactionStep[];
  /** The new values of the keys that are written, by their names in the store. */
  readonly written: ReadonlyMap<string, Json>;
}

/**
 * Does the steps of a transaction one after the other, for a store that takes all new values at once.
 * @param values those before, by the names that the keys have in the store; `null` or nothing where there is none.
 */
function stepsOn(
  steps: readonly TransactionStep[],
  values: ReadonlyMap<string, Json>,
  nameOf: (key: Json) => string,
): Stepped {
  const written = new Map<string, Json>();
  const done = steps.map((step): TransactionStep => {
    const [f, key, value] = step;
    const name = nameOf(key);
    const before = written.get(name) ?? values.get(name) ?? null;
    if (f === 'r') return [f, key, before];
    const list = elementsOf(before);
    written.set(name, f === 'append' ? [...list, value] : value);
    return step;
  });
  return { steps: done, written };
}

import { OpFailed, type Key } from '../../../harness/index.js';
import type { Bug } from './bug.js';

/** Mistakes with counters, ids, accounts and locks. */
export const numbers: readonly Bug[] = [
  {
    name: 'increment-of-zero',
    summary: 'an add is acknowledged and adds nothing',
    workloads: ['counter'],
    data(data, strikes) {
      const increment = data.increment.bind(data);
      data.increment = (amount) => increment(strikes() ? 0 : amount);
    },
  },
  {
    name: 'doubled-increment',
    summary: 'an add counts twice',
    workloads: ['counter'],
    data(data, strikes) {
      const increment = data.increment.bind(data);
      data.increment = (amount) => increment(strikes() ? 2 * amount : amount);
    },
  },
  {
    name: 'count-from-the-future',
    summary: 'a read counts one add more than there were',
    workloads: ['counter'],
    data(data, strikes) {
      const count = data.count.bind(data);
      data.count = () => (strikes() ? count() + 1 : count());
    },
  },
  {
    name: 'repeated-id',
    summary: 'an id is given out twice',
    workloads: ['unique-ids'],
    data(data, strikes) {
      const nextId = data.nextId.bind(data);
      let last = 0;
      data.nextId = () => {
        last = last > 0 && strikes() ? last : nextId();
        return last;
      };
    },
  },
  {
    name: 'half-transfer',
    summary: 'a transfer takes the money and does not bring it',
    workloads: ['bank'],
    data(data, strikes) {
      const transfer = data.transfer.bind(data);
      data.transfer = (from, to, amount) =>
        strikes() ? transfer(from, 'nobody', amount) : transfer(from, to, amount);
    },
  },
  {
    name: 'torn-balances',
    summary: 'a read sees only one of the two sides of the last transfer',
    workloads: ['bank'],
    data(data, strikes) {
      const transfer = data.transfer.bind(data);
      let last: { readonly to: string; readonly amount: number } | undefined;
      data.transfer = (from, to, amount) => {
        last = { to, amount };
        return transfer(from, to, amount);
      };
      const balances = data.balances.bind(data);
      data.balances = (accounts) => {
        const seen = balances(accounts);
        if (last === undefined || !strikes()) return seen;
        return { ...seen, [last.to]: (seen[last.to] ?? 0) - last.amount };
      };
    },
  },
  {
    name: 'lock-given-twice',
    summary: 'a lock that is held is given to another one',
    workloads: ['lock', 'fenced-lock'],
    data(data, strikes) {
      const acquire = data.acquire.bind(data);
      const given = new Map<Key, number>();
      data.acquire = (lock) => {
        try {
          const token = acquire(lock);
          given.set(lock, token);
          return token;
        } catch (error) {
          const token = given.get(lock);
          if (error instanceof OpFailed && token !== undefined && strikes()) return token;
          throw error;
        }
      };
    },
  },
  {
    name: 'reused-token',
    summary: 'a lock is given with the token of its last holder',
    workloads: ['fenced-lock'],
    data(data, strikes) {
      const acquire = data.acquire.bind(data);
      data.acquire = (lock) => {
        const token = acquire(lock);
        return token > 1 && strikes() ? token - 1 : token;
      };
    },
  },
  {
    name: 'lock-that-frees-itself',
    summary: 'a lock becomes free while somebody holds it',
    workloads: ['lock', 'fenced-lock'],
    data(data, strikes) {
      const acquire = data.acquire.bind(data);
      data.acquire = (lock) => {
        const token = acquire(lock);
        if (strikes()) data.release(lock, token);
        return token;
      };
    },
  },
];

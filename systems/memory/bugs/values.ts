import { OpFailed, type Json, type TransactionStep } from '../../../harness/index.js';
import type { Bug } from './bug.js';

/** Mistakes with registers, and with the values of transactions. */
export const values: readonly Bug[] = [
  {
    name: 'cas-without-comparison',
    summary: 'a compare-and-set swaps whatever is there, and says that it matched',
    workloads: ['register'],
    data(data, strikes) {
      const cas = data.cas.bind(data);
      data.cas = (key, expected, next) => {
        const answer = cas(key, expected, next);
        if (answer.swapped || !strikes()) return answer;
        data.write(key, next);
        return { swapped: true, saw: expected };
      };
    },
  },
  {
    name: 'cas-without-effect',
    summary: 'a compare-and-set says that it swapped, and does not',
    workloads: ['register'],
    data(data, strikes) {
      const cas = data.cas.bind(data);
      data.cas = (key, expected, next) => {
        const saw = data.value(key);
        const matches = JSON.stringify(saw) === JSON.stringify(expected);
        return matches && strikes() ? { swapped: true, saw } : cas(key, expected, next);
      };
    },
  },
  {
    name: 'late-duplicate-write',
    summary: 'a write arrives a second time after the next write of its key',
    workloads: ['register'],
    data(data, strikes) {
      const write = data.write.bind(data);
      const late = new Map<string, Json>();
      data.write = (key, value) => {
        write(key, value);
        const name = JSON.stringify(key);
        const old = late.get(name);
        late.delete(name);
        if (old !== undefined) write(key, old);
        else if (strikes()) late.set(name, value);
        return null;
      };
    },
  },
  {
    name: 'misplaced-write',
    summary: 'a write goes to the key that was written before',
    workloads: ['register'],
    data(data, strikes) {
      const write = data.write.bind(data);
      let last: Json | undefined;
      data.write = (key, value) => {
        const to = strikes() ? (last ?? key) : key;
        last = key;
        return write(to, value);
      };
    },
  },
  {
    name: 'non-monotonic-read',
    summary: 'a read gives the value before the last one, which others have seen already',
    workloads: ['register', 'sessions'],
    data(data, strikes) {
      const write = data.write.bind(data);
      const before = new Map<string, Json>();
      data.write = (key, value) => {
        before.set(JSON.stringify(key), data.value(key));
        return write(key, value);
      };
      const read = data.read.bind(data);
      data.read = (key) => (strikes() ? (before.get(JSON.stringify(key)) ?? null) : read(key));
    },
  },
  {
    name: 'own-write-not-read',
    summary: "a read is served by a copy that stopped before the reader's last write",
    workloads: ['sessions', 'register'],
    read: (replica, now_ms, look, { before }) =>
      look(before === 0 ? replica.data : replica.before(replica.offset - before), now_ms),
  },
  {
    name: 'value-from-nowhere',
    summary: 'a read gives a value that nobody wrote',
    workloads: ['register', 'sessions'],
    data(data, strikes) {
      const read = data.read.bind(data);
      data.read = (key) => (strikes() ? -1 : read(key));
    },
  },
  {
    name: 'partial-transaction',
    summary: 'of a transaction only the first step takes effect',
    workloads: ['list-append', 'rw-register', 'multi-register'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      data.transact = (steps) => {
        if (steps.filter(([f]) => f !== 'r').length < 2 || !strikes()) return transact(steps);
        const first = steps.findIndex(([f]) => f !== 'r');
        return steps.map((step, at): TransactionStep => {
          if (step[0] === 'r') return transact([step])[0] ?? step;
          return at === first ? (transact([step])[0] ?? step) : step;
        });
      };
    },
  },
  {
    name: 'torn-read',
    summary: 'a read of several keys lacks the last write to one of them',
    workloads: ['multi-register'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      const before = new Map<string, Json>();
      data.transact = (steps) => {
        for (const [f, key] of steps) {
          if (f !== 'r') before.set(JSON.stringify(key), data.value(key));
        }
        const seen = transact(steps);
        const [first, ...others] = seen;
        if (first?.[0] !== 'r' || others.length === 0 || !strikes()) return seen;
        const [f, key] = first;
        return [[f, key, before.get(JSON.stringify(key)) ?? null], ...others];
      };
    },
  },
  {
    name: 'aborted-transaction-visible',
    summary: 'a transaction is rolled back after its first append, which stays',
    workloads: ['list-append', 'rw-register', 'multi-register'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      data.transact = (steps) => {
        const first = steps.find(([f]) => f !== 'r');
        if (first === undefined || !strikes()) return transact(steps);
        transact([first]);
        throw new OpFailed('aborted', 'the transaction was rolled back');
      };
    },
  },
  {
    name: 'intermediate-read',
    summary: 'a transaction is read before it is over: with its first appends only',
    workloads: ['list-append'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      /** By key: what a transaction appended last that had appended to the key before. */
      const last = new Map<string, Json>();
      data.transact = (steps) => {
        const seen = transact(steps);
        const appended = new Set<string>();
        for (const [f, key, value] of steps) {
          if (f !== 'append') continue;
          const name = JSON.stringify(key);
          if (appended.has(name)) last.set(name, value);
          else last.delete(name);
          appended.add(name);
        }
        return seen.map((step): TransactionStep => {
          const [f, key, list] = step;
          const name = JSON.stringify(key);
          if (f !== 'r' || !Array.isArray(list) || appended.has(name)) return step;
          const values = list as readonly Json[];
          const isWhole = last.has(name) && values.at(-1) === last.get(name);
          return isWhole && strikes() ? [f, key, values.slice(0, -1)] : step;
        });
      };
    },
  },
  {
    name: 'duplicate-append',
    summary: 'a value is appended twice',
    workloads: ['list-append'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      data.transact = (steps) => {
        const answer = transact(steps);
        const append = steps.find(([f]) => f === 'append');
        if (append !== undefined && strikes()) transact([append]);
        return answer;
      };
    },
  },
  {
    name: 'reordered-append',
    summary: 'a read gives the last two values of a list in the other order',
    workloads: ['list-append'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      data.transact = (steps) =>
        transact(steps).map(([f, key, list]): TransactionStep => {
          if (f !== 'r' || !Array.isArray(list) || list.length < 2 || !strikes())
            return [f, key, list];
          const values = list as readonly Json[];
          return [f, key, [...values.slice(0, -2), ...values.slice(-2).reverse()]];
        });
    },
  },
  {
    name: 'write-skew',
    summary: 'transactions read from a snapshot that lacks what ran beside them',
    workloads: ['list-append', 'rw-register'],
    read: (replica, now_ms, look) => look(replica.before(3), now_ms),
  },
  {
    name: 'long-fork',
    summary:
      'a read of several keys finds one key written and has not got an earlier write of another one',
    workloads: ['long-fork'],
    data(data, strikes) {
      const transact = data.transact.bind(data);
      const written: string[] = [];
      data.transact = (steps) => {
        const seen = transact(steps);
        for (const [f, key] of steps) if (f === 'w') written.push(JSON.stringify(key));
        if (steps.length < 2 || !strikes()) return seen;
        const order = seen
          .filter(([, , value]) => value !== null)
          .map(([, key]) => written.lastIndexOf(JSON.stringify(key)));
        const oldest = written[Math.min(...order)];
        return seen.map((step): TransactionStep =>
          order.length > 1 && JSON.stringify(step[1]) === oldest ? ['r', step[1], null] : step,
        );
      };
    },
  },
];

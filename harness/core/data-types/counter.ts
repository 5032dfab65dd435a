import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';

/** What clients do with a counter. */
export interface CounterMethods {
  /** Adds a number, which may be negative. */
  increment(amount: number): Promise<unknown>;
  count(): Promise<number>;
}

/** One counter: `add` of a number, `read` of the sum. */
export const counterType = defineDataType<CounterMethods>({
  name: 'counter',
  summary: 'one counter: add a number, read the sum',
  operations: {
    add: {
      needs: ['increment'],
      serve: (client, value) =>
        typeof value === 'number' ? client.increment(value).then(() => ok(value)) : null,
    },
    read: {
      needs: ['count'],
      readsOnly: true,
      serve: (client) =>
        client.count().then((sum) => {
          if (typeof answer(sum) !== 'number') throw wrongAnswer('a number from count', sum);
          return ok(sum);
        }),
    },
  },
});

import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.js';

test('no more works than allowed go on at a time, and each gets its turn, also after a failure', async () => {
  const turnstile = new Turnstile(2);
  let going = 0;
  let most = 0;
  const works = Array.from({ length: 7 }, (_, index) =>
    turnstile.pass(async () => {
      going += 1;
      most = Math.max(most, going);
      await Promise.resolve();
      going -= 1;
      if (index === 2) throw new Error('this one fails');
      return index;
    }),
  );
  const outcomes = await Promise.allSettled(works);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
    outcomes.map((_, index) => index !== 2),
  );
  expect(most).toBe(2);
});

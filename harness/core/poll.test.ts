import { expect, test } from 'vitest';
import { poll } from './poll.js';
import { VirtualClock } from './virtual-clock.js';

test('a state that comes in time is reached, with the time that it took', async () => {
  const clock = new VirtualClock();
  let looks = 0;
  const polled = await clock.run(
    poll(clock, { within_ms: 1000, every_ms: 100 }, () =>
      Promise.resolve((looks += 1) === 4 ? 'there' : null),
    ),
  );
  expect(polled).toEqual({ reached: true, value: 'there', waited_ms: 300 });
});

test('a state that does not come is not reached, after a last look at the bound', async () => {
  const clock = new VirtualClock();
  let looks = 0;
  const polled = await clock.run(
    poll(clock, { within_ms: 250, every_ms: 100 }, () => {
      looks += 1;
      return Promise.resolve(null);
    }),
  );
  expect(polled).toEqual({ reached: false, waited_ms: 250 });
  expect(looks).toBe(4);
});

test('an interrupt ends the wait', async () => {
  const clock = new VirtualClock();
  const interrupt = new AbortController();
  clock.at(150_000_000, () => {
    interrupt.abort(new Error('interrupted'));
  });
  await expect(
    clock.run(
      poll(clock, { within_ms: 1000, every_ms: 100, signal: interrupt.signal }, () =>
        Promise.resolve(null),
      ),
    ),
  ).rejects.toThrow('interrupted');
  expect(clock.now()).toBe(150_000_000);
});

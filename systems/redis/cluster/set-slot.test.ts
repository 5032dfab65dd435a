import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { AdminConnection } from '../connection/admin.js';
import { FakeServer, resp } from '../testing/fake-server.js';
import { setSlot } from './set-slot.js';

const REFUSED = 'NOREPLICAS Not enough good replicas to write.';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that gives these answers one after the other, and the last one again and again. */
async function answering(...replies: readonly string[]) {
  const left = [...replies];
  const fake = await FakeServer.start(() => ({
    reply: (left.length > 1 ? left.shift() : left[0]) ?? '',
  }));
  const clock = systemClock();
  const admin = new AdminConnection('127.0.0.1', fake.port, clock, {});
  closing.push(
    () => admin.close(),
    () => fake.stop(),
  );
  const order = (within_ms: number) =>
    setSlot(admin, { clock, signal: new AbortController().signal, within_ms }, 7, 'NODE', 'aaa');
  return { fake, order };
}

test('a slot is set with one order', async () => {
  const { fake, order } = await answering(resp.ok);
  await order(5000);
  expect(fake.executed).toEqual([['CLUSTER', 'SETSLOT', '7', 'NODE', 'aaa']]);
});

test('and ordered again while replicas that are cut off count as online', async () => {
  const { fake, order } = await answering(resp.error(REFUSED), resp.error(REFUSED), resp.ok);
  await order(5000);
  expect(fake.executed).toHaveLength(3);
});

test('and not for longer than it is given', async () => {
  const { order } = await answering(resp.error(REFUSED));
  await expect(order(250)).rejects.toThrow(/within 0.25 s[^]*NOREPLICAS/);
});

test('and not again after any other refusal', async () => {
  const { fake, order } = await answering(resp.error('ERR Unknown node aaa'));
  await expect(order(5000)).rejects.toThrow('Unknown node');
  expect(fake.executed).toHaveLength(1);
});
